// SPDX-License-Identifier: Apache-2.0
// A barrier of all blocks of a launch. Ascend C has none for SIMT kernels, so the blocks meet in a
// counter in global memory. Each needs a core of its own for that; the launch has made sure of it.
#pragma once

#include "sampan/ascend/block.h"

namespace spn {

/// Every thread of every block calls it. `meeting` counts the blocks that have come, of all rounds.
__aicore__ inline void meetBlocks(uint32_t *meeting, uint32_t blocks) {
  asc_threadfence(); // what this thread has written is there for others
  asc_syncthreads();
  if (threadIdx.x == 0 && threadIdx.y == 0 && threadIdx.z == 0) {
    const uint32_t before = ::asc_atomic_add(meeting, 1u);
    const uint32_t all = before - before % blocks + blocks;
    while (static_cast<int32_t>(asc_ldcg(meeting) - all) < 0)
      asc_nop();
    asc_threadfence();
    asc_dcci_entire(meeting); // and what this core has kept of their memory is not
  }
  asc_syncthreads();
}

} // namespace spn
