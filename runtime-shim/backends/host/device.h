// SPDX-License-Identifier: Apache-2.0
// What the files of the host back end share besides workers and jobs.
#pragma once

#include "backends/backend.h"

namespace spn::host {

/// run.cpp: runs the grid, or queues it behind the grid whose kernel launches it.
spnError_t run(const GridLaunch &launch);

} // namespace spn::host
