// SPDX-License-Identifier: Apache-2.0
// What a target says to one thing that a kernel needs: nothing, a note, a change, or no.
#pragma once

#include "rewriters/core/rules.h"
#include "tool/report/fit.h"

#include <optional>

namespace sampan {

struct Judgement {
  Verdict verdict = Verdict::Direct;
  std::optional<Finding> finding;
};

Judgement judge(const KernelNeed &need, const KernelInfo &kernel, const Target &target,
                const RuleTable &rules);

} // namespace sampan
