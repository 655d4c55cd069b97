// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit.h"

#include "rewriters/core/diagnostics.h"

#include <algorithm>

namespace sampan {
namespace {

struct Need {
  bool present;
  Feature feature;
  const char *what;
};

} // namespace

std::string_view verdictName(Verdict verdict) {
  switch (verdict) {
  case Verdict::Direct:
    return "direct";
  case Verdict::Emulated:
    return "emulated";
  case Verdict::NeedsChange:
    return "needs-change";
  case Verdict::Impossible:
    return "impossible";
  }
  return "impossible";
}

KernelFit fitKernel(const KernelInfo &kernel, const Target &target) {
  KernelFit fit;
  auto add = [&](Verdict atLeast, Finding finding) {
    fit.verdict = std::max(fit.verdict, atLeast);
    fit.findings.push_back(std::move(finding));
  };
  const Capabilities &can = target.capabilities;
  std::string name(target.name);
  const Need needs[] = {
      {kernel.usesDouble, Feature::DoublePrecision, "double precision"},
      {kernel.usesHalf, Feature::Half, "half precision"},
      {kernel.usesPrintf, Feature::DevicePrintf, "printf in device code"},
      {kernel.usesTexture, Feature::Textures, "textures"},
      {kernel.usesDeviceHeap, Feature::DeviceHeap, "device memory allocation in a kernel"},
      {kernel.usesCooperativeGroups, Feature::CooperativeGroups, "cooperative groups"},
      {kernel.usesGridSync, Feature::GridBarrier, "a barrier of the whole grid"},
      {kernel.usesInlineAssembly, Feature::InlinePtx, "inline PTX"},
      {kernel.isRecursive, Feature::Recursion, "recursion in device code"},
      {kernel.launchesKernels, Feature::DynamicParallelism, "launching kernels from a kernel"},
      {kernel.usesDynamicShared, Feature::DynamicShared, "dynamic shared memory"},
      {kernel.barrier != SyncPlace::None, Feature::BlockBarrier, "__syncthreads"},
  };
  for (const Need &need : needs) {
    if (!need.present)
      continue;
    const FeatureSupport &support = can[need.feature];
    if (support.level == SupportLevel::None)
      add(Verdict::Impossible,
          makeFinding(diag::FeatureUnsupported{.feature = need.what, .target = name}, kernel.at));
    else if (support.level == SupportLevel::Partial)
      add(Verdict::NeedsChange,
          makeFinding(diag::FeaturePartial{.feature = need.what,
                                           .target = name,
                                           .reason = std::string(support.note)},
                      kernel.at));
    else if (support.level == SupportLevel::Emulated)
      fit.verdict = std::max(fit.verdict, Verdict::Emulated);
  }
  auto limit = [&](const char *what, std::uint64_t value, std::uint64_t most) {
    if (most != 0 && value > most)
      add(Verdict::NeedsChange, makeFinding(diag::LimitExceeded{.what = what,
                                                                .value = std::to_string(value),
                                                                .limit = std::to_string(most),
                                                                .target = name},
                                            kernel.at));
  };
  limit("block size", kernel.maxThreadsPerBlock.value_or(0), can.maxThreadsPerBlock);
  limit("static shared memory", kernel.staticSharedBytes, can.maxSharedBytes);
  return fit;
}

} // namespace sampan
