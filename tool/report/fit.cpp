// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit.h"

#include "rewriters/core/diagnostics.h"
#include "tool/report/fit_launch.h"
#include "tool/report/fit_needs.h"
#include "tool/report/fit_way.h"

#include <algorithm>
#include <set>

namespace sampan {
namespace {

/// What a kernel has as a whole, without a place of its own.
void fitFeatures(const KernelInfo &kernel, const Target &target, KernelFit &fit) {
  struct Need {
    bool present;
    Feature feature;
    const char *what;
  };
  const Need needs[] = {
      {kernel.usesDynamicShared, Feature::DynamicShared, "dynamic shared memory"},
      {kernel.barrier != SyncPlace::None, Feature::BlockBarrier, "__syncthreads"},
      {kernel.usesCooperativeGroups, Feature::CooperativeGroups, "cooperative groups"},
  };
  std::string name(target.name);
  for (const Need &need : needs) {
    if (!need.present)
      continue;
    const FeatureSupport &support = target.capabilities[need.feature];
    if (support.level == SupportLevel::None) {
      fit.verdict = Verdict::Impossible;
      fit.findings.push_back(
          makeFinding(diag::FeatureUnsupported{.feature = need.what, .target = name}, kernel.at));
    } else if (support.level == SupportLevel::Partial) {
      fit.verdict = std::max(fit.verdict, Verdict::NeedsChange);
      fit.findings.push_back(makeFinding(diag::FeaturePartial{.feature = need.what,
                                                              .target = name,
                                                              .reason = std::string(support.note)},
                                         kernel.at));
    } else if (support.level == SupportLevel::Emulated) {
      fit.verdict = std::max(fit.verdict, Verdict::Emulated);
    }
  }
}

void fitLimits(const KernelInfo &kernel, const Target &target, KernelFit &fit) {
  auto limit = [&](const char *what, std::uint64_t value, std::uint64_t most) {
    if (most == 0 || value <= most)
      return;
    fit.verdict = std::max(fit.verdict, Verdict::NeedsChange);
    fit.findings.push_back(makeFinding(diag::LimitExceeded{.what = what,
                                                           .value = std::to_string(value),
                                                           .limit = std::to_string(most),
                                                           .target = std::string(target.name)},
                                       kernel.at));
  };
  limit("block size", kernel.maxThreadsPerBlock.value_or(0),
        target.capabilities.maxThreadsPerBlock);
  limit("static shared memory", kernel.staticSharedBytes, target.capabilities.maxSharedBytes);
}

KernelFit fitWithoutWay(const KernelInfo &kernel, const Target &target, const RuleTable &rules) {
  KernelFit fit;
  fitFeatures(kernel, target, fit);
  for (const KernelNeed &need : kernel.needs) {
    Judgement judgement = judge(need, kernel, target, rules);
    fit.verdict = std::max(fit.verdict, judgement.verdict);
    if (judgement.finding)
      fit.findings.push_back(std::move(*judgement.finding));
  }
  fitLimits(kernel, target, fit);
  fitLaunches(kernel, target, fit);
  return fit;
}

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

KernelFit fitKernel(const KernelInfo &kernel, const Target &target, const RuleTable &rules) {
  KernelFit fit = fitWithoutWay(kernel, target, rules);
  bool hostCan =
      fit.verdict == Verdict::Impossible &&
      fitWithoutWay(kernel, sampan::target(TargetId::Host), rules).verdict != Verdict::Impossible;
  chooseWay(kernel, target, hostCan, fit);
  std::sort(fit.findings.begin(), fit.findings.end());
  fit.findings.erase(std::unique(fit.findings.begin(), fit.findings.end()), fit.findings.end());
  return fit;
}

} // namespace sampan
