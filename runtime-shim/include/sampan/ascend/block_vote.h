// SPDX-License-Identifier: Apache-2.0
// __syncthreads_count, __syncthreads_and and __syncthreads_or: barriers that also tell for how many
// threads of the block a condition holds. Ascend C has the barrier alone, so the warps add up in
// unified buffer.
//
//   __ubuf__ unsigned int votes[3];
//   spn::BlockVote blockVote(votes);
//   ...
//   if (blockVote.any(changed)) ...
#pragma once

namespace spn {

/// Every thread has one; they go through the same calls in the same order. A call counts in one of
/// three slots and clears the next: whoever still reads the slot before has not reached this
/// barrier, so one barrier per call is enough.
class BlockVote {
public:
  __aicore__ explicit BlockVote(unsigned int *threeSlots) : slots(threeSlots), current(0) {
    if (isFirstThread())
      slots[0] = 0;
    asc_syncthreads();
  }
  __aicore__ int count(int predicate) { return static_cast<int>(add(predicate != 0)); }
  __aicore__ int any(int predicate) { return add(predicate != 0) != 0; }
  __aicore__ int all(int predicate) { return add(predicate == 0) == 0; }

private:
  __aicore__ static bool isFirstThread() {
    return threadIdx.x == 0 && threadIdx.y == 0 && threadIdx.z == 0;
  }
  __aicore__ unsigned int add(bool counts) {
    const unsigned int next = current == 2 ? 0 : current + 1;
    if (isFirstThread())
      slots[next] = 0;
    const uint32_t active = asc_activemask();
    const uint32_t lanes = asc_ballot(counts);
    if (lanes != 0 && laneid() == __ffs(static_cast<int>(active)) - 1)
      asc_atomic_add(slots + current, static_cast<uint32_t>(__popc(lanes)));
    asc_syncthreads();
    const unsigned int result = slots[current];
    current = next;
    return result;
  }

  unsigned int *slots;
  unsigned int current;
};

} // namespace spn
