// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit_program.h"

#include "rewriters/core/diagnostics.h"
#include "tool/report/fit_launch.h"
#include "tool/report/fit_needs.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace sampan {
namespace {

struct CounterpartRow {
  std::string_view api; ///< may end in '*'
  std::string_view onThreads, onCores;
};

constexpr CounterpartRow kCounterparts[] = {
#define COUNTERPART(api, threads, cores) {api, threads, cores},
#include "tool/report/library_counterparts.def"
#undef COUNTERPART
};

bool matches(std::string_view pattern, std::string_view api) {
  if (!pattern.ends_with('*'))
    return pattern == api;
  pattern.remove_suffix(1);
  return api.starts_with(pattern);
}

/// A call whose meaning a target has only because the runtime makes it up.
struct GapRow {
  Feature feature;
  std::string_view api;
  Finding (*finding)(const std::string &api, const std::string &target, const Span &at);
};

template <class D> Finding gap(const std::string &api, const std::string &target, const Span &at) {
  return makeFinding(D{.api = api, .target = target}, at);
}

constexpr GapRow kGaps[] = {
    {Feature::LegacyDefaultStream, "cudaMemcpy", gap<diag::DefaultStreamRebuilt>},
    {Feature::LegacyDefaultStream, "cudaMemset", gap<diag::DefaultStreamRebuilt>},
    {Feature::LegacyDefaultStream, "cudaStreamCreate*", gap<diag::DefaultStreamRebuilt>},
    {Feature::LegacyDefaultStream, "cudaStreamLegacy", gap<diag::DefaultStreamRebuilt>},
    {Feature::ImplicitDevice, "cudaSetDevice", gap<diag::DevicePerThread>},
    {Feature::ImplicitDevice, "cudaGetDevice", gap<diag::DevicePerThread>},
    {Feature::FreeWaits, "cudaFree", gap<diag::FreeDoesNotWait>},
    {Feature::FreeWaits, "cudaFreeHost", gap<diag::FreeDoesNotWait>},
    {Feature::ReusableEvents, "cudaEventCreate*", gap<diag::EventKinds>},
};

const GapRow *gapOf(const std::string &api) {
  const auto *found = std::find_if(std::begin(kGaps), std::end(kGaps),
                                   [&](const GapRow &row) { return matches(row.api, api); });
  return found == std::end(kGaps) ? nullptr : found;
}

} // namespace

std::optional<std::string_view> libraryCounterpart(std::string_view api, const Target &target) {
  const CounterpartRow *best = nullptr;
  for (const CounterpartRow &row : kCounterparts)
    if (matches(row.api, api) && (!best || best->api.size() < row.api.size()))
      best = &row;
  if (!best || target.backend != "ascend")
    return std::nullopt;
  return target.capabilities.execution == Execution::Cores ? best->onCores : best->onThreads;
}

DeviceUses::DeviceUses(const Plan &plan, const RuleTable &rules, const Target &target) {
  for (const KernelInfo &kernel : plan.kernels)
    for (const KernelNeed &need : kernel.needs) {
      if (need.kind != NeedKind::Atomic && need.kind != NeedKind::WarpCollective &&
          need.kind != NeedKind::Intrinsic && need.kind != NeedKind::Texture)
        continue;
      Verdict &verdict = verdicts.try_emplace(need.at, Verdict::Direct).first->second;
      verdict = std::max(verdict, judge(need, kernel, target, rules).verdict);
    }
}

std::optional<Verdict> DeviceUses::at(const Span &place) const {
  auto found = verdicts.find(place);
  return found == verdicts.end() ? std::nullopt : std::optional(found->second);
}

/// What a library call becomes there: Sampan's own function, the vendor's, or nothing (empty). None
/// for what is no library call.
static std::optional<std::string> counterpartOf(const std::string &api, const Rule *rule,
                                                const Target &target) {
  const std::optional<std::string_view> vendors = libraryCounterpart(api, target);
  if (!vendors)
    return std::nullopt;
  if (!rule || rule->action != RuleAction::Rename ||
      rule->on(target.id).level == SupportLevel::None)
    return std::string(*vendors);
  return std::string(rule->to) + (rule->note.empty() ? "" : ", " + std::string(rule->note));
}

std::vector<Finding> fitProgram(const Plan &plan, const RuleTable &rules, const Target &target) {
  std::vector<Finding> findings;
  std::string targetName(target.name);
  std::set<std::string> seen;
  for (const Use &use : plan.uses) {
    if (use.kind != UseKind::Function || seen.contains(use.name))
      continue;
    const Rule *rule = rules.find(use.name);
    if (auto counterpart = counterpartOf(use.name, rule, target)) {
      seen.insert(use.name);
      std::string library(rule ? rule->library : "a CUDA library");
      findings.push_back(counterpart->empty()
                             ? makeFinding(diag::LibraryWithoutCounterpart{.api = use.name,
                                                                           .library = library,
                                                                           .target = targetName},
                                           use.at)
                             : makeFinding(diag::LibraryCounterpart{.api = use.name,
                                                                    .target = targetName,
                                                                    .counterpart = *counterpart},
                                           use.at));
    } else if (const GapRow *row = gapOf(use.name);
               row && target.capabilities[row->feature].level == SupportLevel::Emulated) {
      seen.insert(use.name);
      findings.push_back(row->finding(use.name, targetName, use.at));
    }
  }
  for (const LaunchInfo &launch : plan.launches)
    std::ranges::move(fitUnknownLaunch(launch, target), std::back_inserter(findings));
  return findings;
}

} // namespace sampan
