// SPDX-License-Identifier: Apache-2.0
// Video instructions of PTX: arithmetic on selected or on all bytes or halves of words.
#pragma once

#include "sampan/ptx_detail/integer.h"

namespace spn {
namespace ptx {

/// Part `index` of `word`, extended by the sign of Lane.
template <class Lane> SPN_PTX s64 videoPart(u32 word, u32 index) {
  return static_cast<Lane>(word >> (8 * sizeof(Lane) * index));
}

SPN_PTX u64 videoShlClamp(s64 a, s64 count) {
  const u64 by = static_cast<u32>(count);
  return static_cast<u64>(a) << (by > 32 ? 32 : by);
}
SPN_PTX u64 videoShlWrap(s64 a, s64 count) { return static_cast<u64>(a) << (count & 31); }
SPN_PTX s64 videoShrClamp(s64 a, s64 count) {
  const u64 by = static_cast<u32>(count);
  return a >> (by > 32 ? 32 : by);
}
SPN_PTX s64 videoShrWrap(s64 a, s64 count) { return a >> (count & 31); }

struct VideoAdd {
  SPN_HD static s32 apply(s32 a, s32 b) { return a + b; }
};
struct VideoSub {
  SPN_HD static s32 apply(s32 a, s32 b) { return a - b; }
};
struct VideoAbsDiff {
  SPN_HD static s32 apply(s32 a, s32 b) { return a < b ? b - a : a - b; }
};
struct VideoMin {
  SPN_HD static s32 apply(s32 a, s32 b) { return a < b ? a : b; }
};
struct VideoMax {
  SPN_HD static s32 apply(s32 a, s32 b) { return a < b ? b : a; }
};

namespace detail {

template <class Operation, class D, class A, class B, bool saturated>
SPN_PTX s32 videoLane(u32 a, u32 b, u32 index) {
  const s32 result = Operation::apply(static_cast<A>(a >> (8 * sizeof(A) * index)),
                                      static_cast<B>(b >> (8 * sizeof(B) * index)));
  return saturated ? static_cast<s32>(clamped<D>(result)) : result;
}

} // namespace detail

/// Lane by lane; D, A and B are the types of a lane of the result and of the operands.
template <class Operation, class D, class A, class B, bool saturated>
SPN_PTX u32 videoLanes(u32 a, u32 b) {
  typedef typename std::make_unsigned<D>::type Lane;
  u32 result = 0;
  for (u32 i = 0; i < 4 / sizeof(D); ++i)
    result |= u32(static_cast<Lane>(detail::videoLane<Operation, D, A, B, saturated>(a, b, i)))
              << (8 * sizeof(D) * i);
  return result;
}

/// The sum of all lanes and `c`.
template <class Operation, class D, class A, class B, bool saturated>
SPN_PTX u32 videoSum(u32 a, u32 b, u32 c) {
  for (u32 i = 0; i < 4 / sizeof(D); ++i)
    c += static_cast<u32>(detail::videoLane<Operation, D, A, B, saturated>(a, b, i));
  return c;
}

} // namespace ptx
} // namespace spn
