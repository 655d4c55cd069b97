// SPDX-License-Identifier: Apache-2.0
// CUDA's SIMD-in-a-word intrinsics (__vmaxs4 and its like), which Ascend C lacks: two lanes of 16
// bits or four of 8 bits in an unsigned int, one after the other.
#pragma once

namespace spn {
namespace detail {

/// One lane as a number. `Lane` is the type of a lane: signed char, unsigned short, ...
template <class Lane> __aicore__ inline int laneOf(unsigned int word, int shift) {
  return static_cast<Lane>(word >> shift);
}

template <class Lane> __aicore__ inline unsigned int laneAt(int value, int shift) {
  constexpr unsigned int mask = sizeof(Lane) == 1 ? 0xffu : 0xffffu;
  return (static_cast<unsigned int>(value) & mask) << shift;
}

template <class Lane> __aicore__ inline int saturatedLane(int value) {
  constexpr bool isSigned = static_cast<Lane>(-1) < static_cast<Lane>(1);
  constexpr int bits = 8 * static_cast<int>(sizeof(Lane));
  constexpr int most = isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
  constexpr int least = isSigned ? -(1 << (bits - 1)) : 0;
  return value > most ? most : value < least ? least : value;
}

} // namespace detail

#define SPN_ASCEND_LANES(name, lane, expression)                                                   \
  __aicore__ inline unsigned int name(unsigned int a, unsigned int b) {                            \
    unsigned int result = 0;                                                                       \
    for (int shift = 0; shift < 32; shift += 8 * static_cast<int>(sizeof(lane))) {                 \
      const int x = detail::laneOf<lane>(a, shift), y = detail::laneOf<lane>(b, shift);            \
      result |= detail::laneAt<lane>(expression, shift);                                           \
    }                                                                                              \
    return result;                                                                                 \
  }
#define SPN_ASCEND_LANE(name, lane, expression)                                                    \
  __aicore__ inline unsigned int name(unsigned int a) {                                            \
    unsigned int result = 0;                                                                       \
    for (int shift = 0; shift < 32; shift += 8 * static_cast<int>(sizeof(lane))) {                 \
      const int x = detail::laneOf<lane>(a, shift);                                                \
      result |= detail::laneAt<lane>(expression, shift);                                           \
    }                                                                                              \
    return result;                                                                                 \
  }
#define SPN_ASCEND_LANE_SUM(name, lane)                                                            \
  __aicore__ inline unsigned int name(unsigned int a, unsigned int b) {                            \
    unsigned int sum = 0;                                                                          \
    for (int shift = 0; shift < 32; shift += 8 * static_cast<int>(sizeof(lane))) {                 \
      const int x = detail::laneOf<lane>(a, shift), y = detail::laneOf<lane>(b, shift);            \
      sum += static_cast<unsigned int>(x < y ? y - x : x - y);                                     \
    }                                                                                              \
    return sum;                                                                                    \
  }
// vcmp gives all bits of a lane where the comparison holds, vset the value 1.
#define SPN_ASCEND_LANE_TEST(name, count, lane, op)                                                \
  SPN_ASCEND_LANES(vcmp##name##count, lane, x op y ? -1 : 0)                                       \
  SPN_ASCEND_LANES(vset##name##count, lane, x op y ? 1 : 0)

#define SPN_ASCEND_WORDS(count, s, u)                                                              \
  SPN_ASCEND_LANES(vadd##count, u, x + y)                                                          \
  SPN_ASCEND_LANES(vsub##count, u, x - y)                                                          \
  SPN_ASCEND_LANES(vaddss##count, s, detail::saturatedLane<s>(x + y))                              \
  SPN_ASCEND_LANES(vaddus##count, u, detail::saturatedLane<u>(x + y))                              \
  SPN_ASCEND_LANES(vsubss##count, s, detail::saturatedLane<s>(x - y))                              \
  SPN_ASCEND_LANES(vsubus##count, u, detail::saturatedLane<u>(x - y))                              \
  SPN_ASCEND_LANE(vneg##count, s, -x)                                                              \
  SPN_ASCEND_LANE(vnegss##count, s, detail::saturatedLane<s>(-x))                                  \
  SPN_ASCEND_LANE(vabs##count, s, x < 0 ? -x : x)                                                  \
  SPN_ASCEND_LANE(vabsss##count, s, detail::saturatedLane<s>(x < 0 ? -x : x))                      \
  SPN_ASCEND_LANES(vavgs##count, s, (x + y + (x + y >= 0 ? 1 : 0)) >> 1)                           \
  SPN_ASCEND_LANES(vavgu##count, u, (x + y + 1) >> 1)                                              \
  SPN_ASCEND_LANES(vhaddu##count, u, (x + y) >> 1)                                                 \
  SPN_ASCEND_LANES(vmaxs##count, s, x < y ? y : x)                                                 \
  SPN_ASCEND_LANES(vmaxu##count, u, x < y ? y : x)                                                 \
  SPN_ASCEND_LANES(vmins##count, s, x < y ? x : y)                                                 \
  SPN_ASCEND_LANES(vminu##count, u, x < y ? x : y)                                                 \
  SPN_ASCEND_LANES(vabsdiffs##count, s, x < y ? y - x : x - y)                                     \
  SPN_ASCEND_LANES(vabsdiffu##count, u, x < y ? y - x : x - y)                                     \
  SPN_ASCEND_LANE_SUM(vsads##count, s)                                                             \
  SPN_ASCEND_LANE_SUM(vsadu##count, u)                                                             \
  SPN_ASCEND_LANE_TEST(eq, count, u, ==)                                                           \
  SPN_ASCEND_LANE_TEST(ne, count, u, !=)                                                           \
  SPN_ASCEND_LANE_TEST(gts, count, s, >)                                                           \
  SPN_ASCEND_LANE_TEST(ges, count, s, >=)                                                          \
  SPN_ASCEND_LANE_TEST(lts, count, s, <)                                                           \
  SPN_ASCEND_LANE_TEST(les, count, s, <=)                                                          \
  SPN_ASCEND_LANE_TEST(gtu, count, u, >)                                                           \
  SPN_ASCEND_LANE_TEST(geu, count, u, >=)                                                          \
  SPN_ASCEND_LANE_TEST(ltu, count, u, <)                                                           \
  SPN_ASCEND_LANE_TEST(leu, count, u, <=)
SPN_ASCEND_WORDS(2, short, unsigned short)
SPN_ASCEND_WORDS(4, signed char, unsigned char)

#undef SPN_ASCEND_WORDS
#undef SPN_ASCEND_LANE_TEST
#undef SPN_ASCEND_LANE_SUM
#undef SPN_ASCEND_LANE
#undef SPN_ASCEND_LANES

} // namespace spn
