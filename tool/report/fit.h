// SPDX-License-Identifier: Apache-2.0
// Compares a kernel with what a target can do.
#pragma once

#include "rewriters/core/finding.h"
#include "rewriters/core/kernel_info.h"
#include "rewriters/core/target.h"

#include <vector>

namespace sampan {

void addFitFindings(const KernelInfo &kernel, const Target &target, std::vector<Finding> &findings);

} // namespace sampan
