// SPDX-License-Identifier: Apache-2.0
// Special registers, shuffles with explicit clamps, and atomics on 16-bit floats.
#pragma once

#include "sampan/ptx_detail/floating.h"
#include "sampan/runtime_api.h"
#include "sampan/warp.h"

namespace spn {
namespace ptx {

SPN_DEVICE_INLINE u32 warpsOfBlock() { return (blockDim.x * blockDim.y * blockDim.z + 31u) / 32u; }
SPN_DEVICE_INLINE u32 laneMaskEq() { return 1u << spn::detail::laneId(); }
SPN_DEVICE_INLINE u32 laneMaskLt() { return laneMaskEq() - 1u; }
SPN_DEVICE_INLINE u32 laneMaskLe() { return laneMaskEq() | laneMaskLt(); }
SPN_DEVICE_INLINE u32 laneMaskGt() { return ~laneMaskLe(); }
SPN_DEVICE_INLINE u32 laneMaskGe() { return ~laneMaskLt(); }

/// %nsmid: as many as host code is told.
SPN_DEVICE_INLINE u32 multiprocessors() {
  int count = 0, device = 0;
#if !defined(__SAMPAN_PARSE__)
  spnGetDevice(&device);
  spnDeviceGetAttribute(&count, spnDevAttrMultiProcessorCount, device);
#endif
  const u32 known = count > 0 ? static_cast<u32>(count) : 1u;
  const u32 here = spn::detail::workerIndex() + 1u;
  return known > here ? known : here;
}

/// The lane that elect.sync chooses.
SPN_DEVICE_INLINE u32 elect(u32 mask) {
  __syncwarp(mask);
  return mask ? static_cast<u32>(__builtin_ctz(mask)) : 0u;
}

// shfl. The last register holds a clamp in its low byte and the mask of the segment in the next.

namespace detail {

struct Segment {
  u32 first, last; ///< lane from which on, and up to which, lanes may be read
};
SPN_DEVICE_INLINE Segment segmentOf(u32 control) {
  const u32 lane = spn::detail::laneId(), mask = control >> 8 & 31u;
  return {lane & mask, (lane & mask) | (control & 31u & ~mask)};
}

template <class T>
SPN_DEVICE_INLINE T shuffleFrom(u32 members, T value, u32 lane, bool inRange, bool *valid) {
  if (valid)
    *valid = inRange;
  return __shfl_sync(members, value, static_cast<int>(inRange ? lane : spn::detail::laneId()), 32);
}

} // namespace detail

template <class T>
SPN_DEVICE_INLINE T shuffleUp(u32 members, T value, u32 delta, u32 control, bool *valid = nullptr) {
  const s32 lane = static_cast<s32>(spn::detail::laneId()) - static_cast<s32>(delta & 31u);
  const bool inRange = lane >= static_cast<s32>(detail::segmentOf(control).last);
  return detail::shuffleFrom(members, value, static_cast<u32>(lane), inRange, valid);
}
template <class T>
SPN_DEVICE_INLINE T shuffleDown(u32 members, T value, u32 delta, u32 control,
                                bool *valid = nullptr) {
  const u32 lane = spn::detail::laneId() + (delta & 31u);
  return detail::shuffleFrom(members, value, lane, lane <= detail::segmentOf(control).last, valid);
}
template <class T>
SPN_DEVICE_INLINE T shuffleBfly(u32 members, T value, u32 bits, u32 control,
                                bool *valid = nullptr) {
  const u32 lane = spn::detail::laneId() ^ (bits & 31u);
  return detail::shuffleFrom(members, value, lane, lane <= detail::segmentOf(control).last, valid);
}
template <class T>
SPN_DEVICE_INLINE T shuffleIdx(u32 members, T value, u32 index, u32 control,
                               bool *valid = nullptr) {
  const detail::Segment segment = detail::segmentOf(control);
  const u32 lane = segment.first | (index & 31u & ~(control >> 8 & 31u));
  return detail::shuffleFrom(members, value, lane, lane <= segment.last, valid);
}

// Atomic addition to 16-bit floats.

namespace detail {

template <class Word, class Sum> SPN_DEVICE_INLINE Word atomicUpdate(Word *address, Sum sum) {
  Word old = __atomic_load_n(address, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(address, &old, sum(old), false, __ATOMIC_SEQ_CST,
                                      __ATOMIC_RELAXED)) {
  }
  return old;
}

} // namespace detail

#define SPN_PTX_ATOMIC_ADD(suffix, Word)                                                           \
  SPN_DEVICE_INLINE Word atomicAdd##suffix(Word *address, Word value) {                            \
    return detail::atomicUpdate(address, [=](Word old) { return add##suffix(old, value); });       \
  }
SPN_PTX_ATOMIC_ADD(Half, u16)
SPN_PTX_ATOMIC_ADD(Half2, u32)
SPN_PTX_ATOMIC_ADD(BFloat, u16)
SPN_PTX_ATOMIC_ADD(BFloat2, u32)
#undef SPN_PTX_ATOMIC_ADD

} // namespace ptx
} // namespace spn
