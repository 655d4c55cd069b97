// SPDX-License-Identifier: Apache-2.0
// One kernel in a header is described by every unit that includes it, and is launched from units
// that may not even see its body. This brings together what belongs to one kernel.
#pragma once

#include "rewriters/core/finding.h"
#include "rewriters/core/kernel_info.h"

#include <vector>

namespace sampan {

/// One entry per kernel, sorted. Units may instantiate a template with different types: its needs
/// are those of all of them, its shape is the hardest one.
void uniteKernels(std::vector<KernelInfo> &kernels);

/// Moves each launch to its kernel; those of unknown kernels stay in `launches`.
void assignLaunches(std::vector<KernelInfo> &kernels, std::vector<LaunchInfo> &launches);

/// A kernel in whose body the front end found an error is not known well enough for a verdict.
void markNotUnderstood(std::vector<KernelInfo> &kernels, const std::vector<Finding> &findings);

/// Also used within one unit, for the instantiations of a template.
void uniteKernel(KernelInfo &into, const KernelInfo &other);

} // namespace sampan
