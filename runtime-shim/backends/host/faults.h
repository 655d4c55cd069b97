// SPDX-License-Identifier: Apache-2.0
// Crashes inside kernels are located before the process dies of them.
#pragma once

namespace spn::host {

/// Makes fatal signals on the calling OS thread name the kernel, block and thread, then go to
/// whoever handled them before.
void guardSignals();

} // namespace spn::host
