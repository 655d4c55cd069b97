// SPDX-License-Identifier: Apache-2.0
// Whether a run passes: each gate measured, compared with its limit, and said in one line.
#pragma once

#include "tool/gate/changed_lines.h"
#include "tool/gate/policy.h"
#include "tool/report/model.h"

#include <optional>
#include <string>
#include <vector>

namespace sampan {

struct GateResult {
  std::string text; ///< "gate min-coverage (host): 93.10 % of 58 uses, at least 95 %: FAIL"
  bool passed = false;
};

/// True for a finding that gates count: not suppressed, not in the baseline, and on a changed line
/// when `changed` is given. Paths of the report are relative to `directory`.
bool counts(const ReportFinding &finding, const ChangedLines *changed,
            const std::string &directory);

/// One result per gate and, where a gate measures a target, per target. Without a gate in the
/// policy there is one: no errors.
std::vector<GateResult> evaluateGates(const Report &report, const GatePolicy &policy,
                                      const ChangedLines *changed, const std::string &directory);

} // namespace sampan
