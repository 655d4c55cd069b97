// SPDX-License-Identifier: Apache-2.0
// The configurations that a kernel is launched with, against a target's limits.
#pragma once

#include "tool/report/fit.h"

namespace sampan {

/// Adds what the launches of `kernel` call for.
void fitLaunches(const KernelInfo &kernel, const Target &target, KernelFit &fit);

/// A launch whose kernel is not known: only its grid and block can be checked.
std::vector<Finding> fitUnknownLaunch(const LaunchInfo &launch, const Target &target);

} // namespace sampan
