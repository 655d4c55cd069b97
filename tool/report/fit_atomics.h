// SPDX-License-Identifier: Apache-2.0
// The judgement of one atomic operation.
#pragma once

#include "tool/report/fit_needs.h"

namespace sampan {

Judgement judgeAtomic(const KernelNeed &need, const Target &target);

} // namespace sampan
