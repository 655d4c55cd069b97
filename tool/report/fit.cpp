// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit.h"

#include "rewriters/core/diagnostics.h"

namespace sampan {
namespace {

struct Need {
  bool present;
  Feature feature;
  const char *what;
};

} // namespace

void addFitFindings(const KernelInfo &kernel, const Target &target,
                    std::vector<Finding> &findings) {
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
    if (can[need.feature].level == SupportLevel::None)
      findings.push_back(
          makeFinding(diag::FeatureUnsupported{.feature = need.what, .target = name}, kernel.at));
    else if (can[need.feature].level == SupportLevel::Partial)
      findings.push_back(makeFinding(diag::FeaturePartial{.feature = need.what,
                                                          .target = name,
                                                          .reason = "see the support matrix"},
                                     kernel.at));
  }
  auto limit = [&](const char *what, std::uint64_t value, std::uint64_t most) {
    if (most != 0 && value > most)
      findings.push_back(makeFinding(diag::LimitExceeded{.what = what,
                                                         .value = std::to_string(value),
                                                         .limit = std::to_string(most),
                                                         .target = name},
                                     kernel.at));
  };
  limit("block size", kernel.maxThreadsPerBlock.value_or(0), can.maxThreadsPerBlock);
  limit("static shared memory", kernel.staticSharedBytes, can.maxSharedBytes);
}

} // namespace sampan
