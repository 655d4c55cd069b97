// SPDX-License-Identifier: Apache-2.0
// CUDA's SIMD-in-a-word intrinsics: two 16-bit or four 8-bit lanes in an unsigned int. They are
// written with the compilers' vector types, which become vector instructions where the host has
// them.
#pragma once

#include "sampan/detail/math_support.h"

namespace spn {
namespace detail {

/// A register of lanes, and the wider one in which no lane operation overflows.
template <class Lane> struct Lanes;
#define SPN_LANES(lane, wideLane, count)                                                           \
  template <> struct Lanes<lane> {                                                                 \
    typedef lane Vector __attribute__((vector_size(4)));                                           \
    typedef wideLane Wide __attribute__((vector_size(count * sizeof(wideLane))));                  \
    static constexpr int size = count;                                                             \
    static SPN_HD Wide widen(unsigned int word) {                                                  \
      return __builtin_convertvector(bitsAs<Vector>(word), Wide);                                  \
    }                                                                                              \
    static SPN_HD unsigned int narrow(Wide wide) {                                                 \
      return bitsAs<unsigned int>(__builtin_convertvector(wide, Vector));                          \
    }                                                                                              \
    static SPN_HD Wide splat(int value) { return Wide{} + static_cast<wideLane>(value); }          \
    static SPN_HD unsigned int sum(Wide wide) {                                                    \
      unsigned int total = 0;                                                                      \
      for (int i = 0; i < count; ++i)                                                              \
        total += static_cast<unsigned int>(static_cast<int>(wide[i]));                             \
      return total;                                                                                \
    }                                                                                              \
  };
SPN_LANES(signed char, short, 4)
SPN_LANES(unsigned char, short, 4)
SPN_LANES(short, int, 2)
SPN_LANES(unsigned short, int, 2)
#undef SPN_LANES

template <class Wide> SPN_MATHFN Wide laneMin(Wide a, Wide b) { return a < b ? a : b; }
template <class Wide> SPN_MATHFN Wide laneMax(Wide a, Wide b) { return a > b ? a : b; }

/// The lanes of a wide register, limited to the lane type's range.
template <class Lane> SPN_MATHFN unsigned int saturated(typename Lanes<Lane>::Wide wide) {
  constexpr bool isSigned = static_cast<Lane>(-1) < Lane{1};
  constexpr int bits = 8 * sizeof(Lane);
  constexpr int highest = isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
  constexpr int lowest = isSigned ? -(1 << (bits - 1)) : 0;
  return Lanes<Lane>::narrow(
      laneMin(laneMax(wide, Lanes<Lane>::splat(lowest)), Lanes<Lane>::splat(highest)));
}

template <class Lane>
SPN_MATHFN typename Lanes<Lane>::Wide absoluteDifference(unsigned int a, unsigned int b) {
  const typename Lanes<Lane>::Wide d = Lanes<Lane>::widen(a) - Lanes<Lane>::widen(b);
  return laneMax(d, -d);
}

} // namespace detail
} // namespace spn

// Lane arithmetic that needs no widening stays in the word: carries are kept from crossing lanes by
// treating the top bit of each lane apart.
#define SPN_WORD_LANES(count, top)                                                                 \
  SPN_MATHFN unsigned int __vadd##count(unsigned int a, unsigned int b) {                          \
    return ((a & ~top) + (b & ~top)) ^ ((a ^ b) & top);                                            \
  }                                                                                                \
  SPN_MATHFN unsigned int __vsub##count(unsigned int a, unsigned int b) {                          \
    return ((a | top) - (b & ~top)) ^ ((a ^ ~b) & top);                                            \
  }                                                                                                \
  SPN_MATHFN unsigned int __vneg##count(unsigned int a) { return __vsub##count(0, a); }            \
  SPN_MATHFN unsigned int __vhaddu##count(unsigned int a, unsigned int b) {                        \
    return (a & b) + (((a ^ b) & ~(top >> (32 / count - 1))) >> 1);                                \
  }                                                                                                \
  SPN_MATHFN unsigned int __vavgu##count(unsigned int a, unsigned int b) {                         \
    return (a | b) - (((a ^ b) & ~(top >> (32 / count - 1))) >> 1);                                \
  }
SPN_WORD_LANES(2, 0x80008000u)
SPN_WORD_LANES(4, 0x80808080u)
#undef SPN_WORD_LANES

#define SPN_UNARY(name, lane, body)                                                                \
  SPN_MATHFN unsigned int name(unsigned int a) {                                                   \
    using L = spn::detail::Lanes<lane>;                                                            \
    const L::Wide x = L::widen(a);                                                                 \
    return body;                                                                                   \
  }
#define SPN_BINARY(name, lane, body)                                                               \
  SPN_MATHFN unsigned int name(unsigned int a, unsigned int b) {                                   \
    using L = spn::detail::Lanes<lane>;                                                            \
    const L::Wide x = L::widen(a), y = L::widen(b);                                                \
    return body;                                                                                   \
  }

#define SPN_ARITHMETIC(count, s, u)                                                                \
  SPN_BINARY(__vaddss##count, s, spn::detail::saturated<s>(x + y))                                 \
  SPN_BINARY(__vaddus##count, u, spn::detail::saturated<u>(x + y))                                 \
  SPN_BINARY(__vsubss##count, s, spn::detail::saturated<s>(x - y))                                 \
  SPN_BINARY(__vsubus##count, u, spn::detail::saturated<u>(x - y))                                 \
  SPN_UNARY(__vnegss##count, s, spn::detail::saturated<s>(-x))                                     \
  SPN_UNARY(__vabs##count, s, L::narrow(spn::detail::laneMax(x, -x)))                              \
  SPN_UNARY(__vabsss##count, s, spn::detail::saturated<s>(spn::detail::laneMax(x, -x)))            \
  SPN_BINARY(__vavgs##count, s,                                                                    \
             L::narrow((x + y + (x + y >= 0 ? L::splat(1) : L::splat(0))) >> 1))                   \
  SPN_BINARY(__vmaxs##count, s, L::narrow(spn::detail::laneMax(x, y)))                             \
  SPN_BINARY(__vmaxu##count, u, L::narrow(spn::detail::laneMax(x, y)))                             \
  SPN_BINARY(__vmins##count, s, L::narrow(spn::detail::laneMin(x, y)))                             \
  SPN_BINARY(__vminu##count, u, L::narrow(spn::detail::laneMin(x, y)))                             \
  SPN_MATHFN unsigned int __vabsdiffs##count(unsigned int a, unsigned int b) {                     \
    return spn::detail::Lanes<s>::narrow(spn::detail::absoluteDifference<s>(a, b));                \
  }                                                                                                \
  SPN_MATHFN unsigned int __vabsdiffu##count(unsigned int a, unsigned int b) {                     \
    return spn::detail::Lanes<u>::narrow(spn::detail::absoluteDifference<u>(a, b));                \
  }                                                                                                \
  SPN_MATHFN unsigned int __vsads##count(unsigned int a, unsigned int b) {                         \
    return spn::detail::Lanes<s>::sum(spn::detail::absoluteDifference<s>(a, b));                   \
  }                                                                                                \
  SPN_MATHFN unsigned int __vsadu##count(unsigned int a, unsigned int b) {                         \
    return spn::detail::Lanes<u>::sum(spn::detail::absoluteDifference<u>(a, b));                   \
  }
SPN_ARITHMETIC(2, short, unsigned short)
SPN_ARITHMETIC(4, signed char, unsigned char)
#undef SPN_ARITHMETIC

// vcmp gives all bits of a lane where the comparison holds, vset the value 1.
#define SPN_COMPARE(name, count, lane, op)                                                         \
  SPN_BINARY(__vcmp##name##count, lane, L::narrow(x op y))                                         \
  SPN_BINARY(__vset##name##count, lane, L::narrow(-(x op y)))
#define SPN_COMPARISONS(count, s, u)                                                               \
  SPN_COMPARE(eq, count, u, ==)                                                                    \
  SPN_COMPARE(ne, count, u, !=)                                                                    \
  SPN_COMPARE(gts, count, s, >)                                                                    \
  SPN_COMPARE(ges, count, s, >=)                                                                   \
  SPN_COMPARE(lts, count, s, <)                                                                    \
  SPN_COMPARE(les, count, s, <=)                                                                   \
  SPN_COMPARE(gtu, count, u, >)                                                                    \
  SPN_COMPARE(geu, count, u, >=)                                                                   \
  SPN_COMPARE(ltu, count, u, <)                                                                    \
  SPN_COMPARE(leu, count, u, <=)
SPN_COMPARISONS(2, short, unsigned short)
SPN_COMPARISONS(4, signed char, unsigned char)
#undef SPN_COMPARISONS
#undef SPN_COMPARE
#undef SPN_UNARY
#undef SPN_BINARY

#include "sampan/simd_minmax.h"
