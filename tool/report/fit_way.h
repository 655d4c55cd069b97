// SPDX-License-Identifier: Apache-2.0
// The way to go for a kernel on a target: as threads, as vector tiles, as a call of the vendor's
// library, as scalar loops, or somewhere else.
#pragma once

#include "tool/report/fit.h"

namespace sampan {

/// Chooses `way` and `counterpart` of a fit whose verdict is known, adds the finding that says why,
/// and may make the verdict worse, never better, unless a library call does what the kernel does.
/// `hostCan`: whether the host of the target can run it.
void chooseWay(const KernelInfo &kernel, const Target &target, bool hostCan, KernelFit &fit);

} // namespace sampan
