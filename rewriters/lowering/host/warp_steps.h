// SPDX-License-Identifier: Apache-2.0
// Shuffles by which a warp adds up its values, or finds the greatest, and what is done with their
// results, as code that keeps the values of a whole warp in vector registers:
//
//   for (int offset = 16; offset > 0; offset /= 2) v += __shfl_down_sync(~0u, v, offset);
//
// For blocks in which each warp is there as a whole or not at all; otherwise the operations go
// through arrays, as ever. It is exact: each lane does its own operations in their order, and
// nothing but variables that each thread has of its own is read or written on the way, so that one
// warp may be through before another begins.
#pragma once

#include "rewriters/lowering/host/region.h"

namespace sampan::host {

/// Puts runs of such nodes of the shape together.
void groupWarpSteps(Writing &writing);

/// The code for a node that groupWarpSteps made; `general` does the same for any warps.
std::string warpSteps(Writing &writing, const Node &node, const std::string &general);

} // namespace sampan::host
