// SPDX-License-Identifier: Apache-2.0
// What the host code of a program meets on a target: libraries with and without a counterpart,
// calls whose meaning differs, launches of kernels that were not seen.
#pragma once

#include "rewriters/core/plan.h"
#include "rewriters/core/rules.h"
#include "rewriters/core/target.h"
#include "tool/report/fit.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

/// For a name of a CUDA library: what the target has. Nothing for names that no row mentions; an
/// empty text when there is no counterpart.
std::optional<std::string_view> libraryCounterpart(std::string_view api, const Target &target);

/// What the fit check says of single names of the device API. A rule knows an atomic by its name
/// only; the check knows its type, its memory and its use, so where it has spoken its word counts.
class DeviceUses {
public:
  DeviceUses(const Plan &plan, const RuleTable &rules, const Target &target);

  /// Nothing for a place that no kernel reaches.
  std::optional<Verdict> at(const Span &place) const;

private:
  std::map<Span, Verdict> verdicts;
};

/// One finding per name, at its first use.
std::vector<Finding> fitProgram(const Plan &plan, const RuleTable &rules, const Target &target);

} // namespace sampan
