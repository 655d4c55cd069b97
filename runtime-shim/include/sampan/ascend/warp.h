// SPDX-License-Identifier: Apache-2.0
// Warp operations of CUDA that Ascend C has no function for, over those that it has. Like those,
// they act on the lanes that are active.
#pragma once

namespace spn {

/// What lanes wrote before it is seen by the others after it. The vote makes the lanes meet.
__aicore__ inline void syncwarp() {
  asc_threadfence_block();
  asc_any(1);
  asc_threadfence_block();
}

/// For lanes that exchange values without a barrier. They run in lock-step, so that a whole
/// statement's loads come before its stores, and its stores before what follows; this keeps the
/// compiler from mixing them.
template <class T> __aicore__ inline T afterReads(T value) {
  asc_any(1);
  return value;
}
__aicore__ inline void afterWrites() { syncwarp(); }

/// The lanes that have the same value: lane after lane shows its own.
template <class T> __aicore__ inline uint32_t match_any(T value) {
  const uint32_t active = asc_activemask();
  uint32_t same = 0;
  for (int32_t lane = 0; lane < 32; ++lane) {
    if ((active >> lane & 1) == 0)
      continue;
    const T theirs = asc_shfl(value, lane);
    const uint32_t equal = asc_ballot(theirs == value);
    if (theirs == value)
      same = equal;
  }
  return same;
}

template <class T> __aicore__ inline uint32_t match_all(T value, int *all) {
  const uint32_t active = asc_activemask();
  const T first = asc_shfl(value, __ffs(static_cast<int>(active)) - 1);
  *all = asc_all(value == first);
  return *all ? active : 0;
}

#define SPN_ASCEND_REDUCE(name, op, neutral)                                                       \
  __aicore__ inline uint32_t reduce_##name(uint32_t value) {                                       \
    const uint32_t active = asc_activemask();                                                      \
    uint32_t result = neutral;                                                                     \
    for (int32_t lane = 0; lane < 32; ++lane)                                                      \
      if (active >> lane & 1)                                                                      \
        result = result op ::asc_shfl(value, lane);                                                  \
    return result;                                                                                 \
  }
SPN_ASCEND_REDUCE(and, &, 0xffffffffu)
SPN_ASCEND_REDUCE(or, |, 0u)
SPN_ASCEND_REDUCE(xor, ^, 0u)
#undef SPN_ASCEND_REDUCE

} // namespace spn
