// SPDX-License-Identifier: Apache-2.0
// CUDA's fused minimum/maximum intrinsics (__viaddmax, __vimax3, __vimax ... _relu, __vibmax) on
// 32-bit integers and on two 16-bit lanes: dynamic programming's inner operations.
#pragma once

#include "sampan/detail/math_support.h"

namespace spn {
namespace detail {

/// Applies op(a, b, c), on plain lane values, to both 16-bit lanes.
template <class Lane, class Op>
SPN_MATHFN unsigned int mapHalves(unsigned int a, unsigned int b, unsigned int c, Op op) {
  const auto lane = [](unsigned int word, int shift) {
    return static_cast<Lane>((word >> shift) & 0xffffu);
  };
  const Lane low = op(lane(a, 0), lane(b, 0), lane(c, 0));
  const Lane high = op(lane(a, 16), lane(b, 16), lane(c, 16));
  return static_cast<unsigned short>(low) |
         (static_cast<unsigned int>(static_cast<unsigned short>(high)) << 16);
}

template <class T> SPN_MATHFN T smaller(T a, T b) { return a < b ? a : b; }
template <class T> SPN_MATHFN T larger(T a, T b) { return a > b ? a : b; }
template <class T> SPN_MATHFN T notNegative(T a) { return a > T{0} ? a : T{0}; }

/// a + b, wrapping around.
SPN_MATHFN int wrappingSum(int a, int b) {
  return static_cast<int>(static_cast<unsigned int>(a) + static_cast<unsigned int>(b));
}
SPN_MATHFN unsigned int wrappingSum(unsigned int a, unsigned int b) { return a + b; }
SPN_MATHFN short wrappingSum(short a, short b) { return static_cast<short>(a + b); }
SPN_MATHFN unsigned short wrappingSum(unsigned short a, unsigned short b) {
  return static_cast<unsigned short>(a + b);
}

#define SPN_OPERATION(name, expression)                                                            \
  struct name {                                                                                    \
    template <class T> SPN_HD T operator()(T a, T b, T c) const {                                  \
      (void)c;                                                                                     \
      return expression;                                                                           \
    }                                                                                              \
  };
SPN_OPERATION(AddMax, larger<T>(wrappingSum(a, b), c))
SPN_OPERATION(AddMin, smaller<T>(wrappingSum(a, b), c))
SPN_OPERATION(AddMaxRelu, notNegative<T>(larger<T>(wrappingSum(a, b), c)))
SPN_OPERATION(AddMinRelu, notNegative<T>(smaller<T>(wrappingSum(a, b), c)))
SPN_OPERATION(Max3, larger<T>(larger<T>(a, b), c))
SPN_OPERATION(Min3, smaller<T>(smaller<T>(a, b), c))
SPN_OPERATION(Max3Relu, notNegative<T>(larger<T>(larger<T>(a, b), c)))
SPN_OPERATION(Min3Relu, notNegative<T>(smaller<T>(smaller<T>(a, b), c)))
SPN_OPERATION(MaxRelu, notNegative<T>(larger<T>(a, b)))
SPN_OPERATION(MinRelu, notNegative<T>(smaller<T>(a, b)))
#undef SPN_OPERATION

} // namespace detail
} // namespace spn

#define SPN_TERNARY_SIGNED(name, suffix, Op)                                                       \
  SPN_MATHFN int name##_s32##suffix(int a, int b, int c) { return spn::detail::Op()(a, b, c); }    \
  SPN_MATHFN unsigned int name##_s16x2##suffix(unsigned int a, unsigned int b, unsigned int c) {   \
    return spn::detail::mapHalves<short>(a, b, c, spn::detail::Op());                              \
  }
#define SPN_TERNARY_UNSIGNED(name, Op)                                                             \
  SPN_MATHFN unsigned int name##_u32(unsigned int a, unsigned int b, unsigned int c) {             \
    return spn::detail::Op()(a, b, c);                                                             \
  }                                                                                                \
  SPN_MATHFN unsigned int name##_u16x2(unsigned int a, unsigned int b, unsigned int c) {           \
    return spn::detail::mapHalves<unsigned short>(a, b, c, spn::detail::Op());                     \
  }
#define SPN_TERNARY(name, Op)                                                                      \
  SPN_TERNARY_SIGNED(name, , Op)                                                                   \
  SPN_TERNARY_SIGNED(name, _relu, Op##Relu)                                                        \
  SPN_TERNARY_UNSIGNED(name, Op)
SPN_TERNARY(__viaddmax, AddMax)
SPN_TERNARY(__viaddmin, AddMin)
SPN_TERNARY(__vimax3, Max3)
SPN_TERNARY(__vimin3, Min3)
#undef SPN_TERNARY
#undef SPN_TERNARY_UNSIGNED
#undef SPN_TERNARY_SIGNED

#define SPN_BINARY_RELU(name, Op)                                                                  \
  SPN_MATHFN int name##_s32_relu(int a, int b) { return spn::detail::Op()(a, b, 0); }              \
  SPN_MATHFN unsigned int name##_s16x2_relu(unsigned int a, unsigned int b) {                      \
    return spn::detail::mapHalves<short>(a, b, 0, spn::detail::Op());                              \
  }
SPN_BINARY_RELU(__vimax, MaxRelu)
SPN_BINARY_RELU(__vimin, MinRelu)
#undef SPN_BINARY_RELU

// The vib functions also say which operand was chosen: true for the first, also when they are
// equal.
#define SPN_CHOOSE(name, op)                                                                       \
  SPN_MATHFN int name##_s32(int a, int b, bool *const first) {                                     \
    *first = a op b;                                                                               \
    return *first ? a : b;                                                                         \
  }                                                                                                \
  SPN_MATHFN unsigned int name##_u32(unsigned int a, unsigned int b, bool *const first) {          \
    *first = a op b;                                                                               \
    return *first ? a : b;                                                                         \
  }                                                                                                \
  SPN_MATHFN unsigned int name##_s16x2(unsigned int a, unsigned int b, bool *const firstHigh,      \
                                       bool *const firstLow) {                                     \
    *firstHigh = static_cast<short>(a >> 16) op static_cast<short>(b >> 16);                       \
    *firstLow = static_cast<short>(a & 0xffffu) op static_cast<short>(b & 0xffffu);                \
    return ((*firstHigh ? a : b) & 0xffff0000u) | ((*firstLow ? a : b) & 0xffffu);                 \
  }                                                                                                \
  SPN_MATHFN unsigned int name##_u16x2(unsigned int a, unsigned int b, bool *const firstHigh,      \
                                       bool *const firstLow) {                                     \
    *firstHigh = (a >> 16) op(b >> 16);                                                            \
    *firstLow = (a & 0xffffu) op(b & 0xffffu);                                                     \
    return ((*firstHigh ? a : b) & 0xffff0000u) | ((*firstLow ? a : b) & 0xffffu);                 \
  }
SPN_CHOOSE(__vibmax, >=)
SPN_CHOOSE(__vibmin, <=)
#undef SPN_CHOOSE
