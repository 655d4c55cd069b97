// SPDX-License-Identifier: Apache-2.0
// Floating-point operations of PTX that C++ has no operator for, and arithmetic on 16-bit floats
// kept in integer registers.
#pragma once

#include "sampan/half_detail/convert.h"
#include "sampan/intrinsics_convert.h"
#include "sampan/ptx_detail/types.h"

namespace spn {
namespace ptx {

// .ftz, .sat

/// Subnormal numbers become zeros of the same sign.
SPN_PTX f32 flush(f32 x) {
  return __builtin_fabsf(x) < 1.17549435e-38f ? __builtin_copysignf(0.0f, x) : x;
}
SPN_PTX f64 flush(f64 x) { return x; }
SPN_PTX f32 saturate(f32 x) { return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f; }
SPN_PTX f64 saturate(f64 x) { return x > 0.0 ? (x < 1.0 ? x : 1.0) : 0.0; }

SPN_PTX f32 absolute(f32 x) { return __builtin_fabsf(x); }
SPN_PTX f64 absolute(f64 x) { return __builtin_fabs(x); }

// Comparisons that NaN decides.

template <class T> SPN_PTX bool ordered(T a, T b) { return a == a && b == b; }
template <class T> SPN_PTX bool differs(T a, T b) { return a < b || a > b; }

template <class T> SPN_PTX bool isNotanumber(T x) { return __builtin_isnan(x); }
template <class T> SPN_PTX bool isNumber(T x) { return !__builtin_isnan(x); }
template <class T> SPN_PTX bool isFinite(T x) { return __builtin_isfinite(x); }
template <class T> SPN_PTX bool isInfinite(T x) { return __builtin_isinf(x); }
template <class T> SPN_PTX bool isNormal(T x) { return __builtin_isnormal(x); }
/// PTX counts zero as neither normal nor subnormal.
template <class T> SPN_PTX bool isSubnormal(T x) {
  return __builtin_isfinite(x) && !__builtin_isnormal(x) && x != T{0};
}

namespace detail {

/// Which of two values min takes: a number before NaN, -0 before +0.
template <class T, bool isFloat = std::is_floating_point<T>::value> struct Extreme {
  SPN_HD static T least(T a, T b) { return b < a ? b : a; }
  SPN_HD static T most(T a, T b) { return a < b ? b : a; }
};
template <class T> struct Extreme<T, true> {
  SPN_HD static T least(T a, T b) {
    if (a != a)
      return b;
    return b < a || (b == a && __builtin_signbit(b)) ? b : a;
  }
  SPN_HD static T most(T a, T b) {
    if (a != a)
      return b;
    return a < b || (b == a && !__builtin_signbit(b)) ? b : a;
  }
};

} // namespace detail

template <class T> SPN_PTX T minimum(T a, T b) { return detail::Extreme<T>::least(a, b); }
template <class T> SPN_PTX T maximum(T a, T b) { return detail::Extreme<T>::most(a, b); }
/// NaN when an operand is.
template <class T> SPN_PTX T minimumNan(T a, T b) {
  return ordered(a, b) ? minimum<T>(a, b) : static_cast<T>(__builtin_nan(""));
}
template <class T> SPN_PTX T maximumNan(T a, T b) {
  return ordered(a, b) ? maximum<T>(a, b) : static_cast<T>(__builtin_nan(""));
}

/// Saturates. NaN becomes zero in integers of at most 32 bits.
template <class To, spn::detail::Rounding mode, class From> SPN_PTX To toInteger(From x) {
  typedef typename std::conditional<std::is_signed<To>::value, s32, u32>::type Word;
  if (sizeof(To) < sizeof(Word))
    return clamped<To>(x == x ? spn::detail::toInteger<Word, mode>(x) : Word{0});
  return spn::detail::toInteger<To, mode>(x);
}

// 16-bit floats. One of a pair is computed in the same way as a single one.

namespace detail {

struct AddOf {
  SPN_HD static double apply(double a, double b, double) { return a + b; }
};
struct SubOf {
  SPN_HD static double apply(double a, double b, double) { return a - b; }
};
struct MulOf {
  SPN_HD static double apply(double a, double b, double) { return a * b; }
};
struct FmaOf {
  SPN_HD static double apply(double a, double b, double c) { return __builtin_fma(a, b, c); }
};
struct FmaReluOf {
  SPN_HD static double apply(double a, double b, double c) {
    const double sum = __builtin_fma(a, b, c);
    return sum < 0 ? 0.0 : sum;
  }
};
struct MinOf {
  SPN_HD static double apply(double a, double b, double) { return minimum<double>(a, b); }
};
struct MaxOf {
  SPN_HD static double apply(double a, double b, double) { return maximum<double>(a, b); }
};
struct MinNanOf {
  SPN_HD static double apply(double a, double b, double) { return minimumNan<double>(a, b); }
};
struct MaxNanOf {
  SPN_HD static double apply(double a, double b, double) { return maximumNan<double>(a, b); }
};
struct Ex2Of {
  SPN_HD static double apply(double a, double, double) { return __builtin_exp2(a); }
};
struct TanhOf {
  SPN_HD static double apply(double a, double, double) { return __builtin_tanh(a); }
};

template <class Format, class Operation> SPN_PTX u16 small(u16 a, u16 b, u16 c) {
  typedef spn::detail::Convert<Format> Convert;
  return spn::detail::fromDouble<Format>(
      Operation::apply(Convert::toFloat(a), Convert::toFloat(b), Convert::toFloat(c)));
}
template <class Format, class Operation> SPN_PTX u32 smallPair(u32 a, u32 b, u32 c) {
  const u32 low =
      small<Format, Operation>(static_cast<u16>(a), static_cast<u16>(b), static_cast<u16>(c));
  const u32 high = small<Format, Operation>(static_cast<u16>(a >> 16), static_cast<u16>(b >> 16),
                                            static_cast<u16>(c >> 16));
  return low | high << 16;
}

} // namespace detail

#define SPN_PTX_SMALL(name, Operation)                                                             \
  SPN_PTX_SMALL_AS(name##Half, u16, small, HalfFormat, Operation)                                  \
  SPN_PTX_SMALL_AS(name##Half2, u32, smallPair, HalfFormat, Operation)                             \
  SPN_PTX_SMALL_AS(name##BFloat, u16, small, BFloatFormat, Operation)                              \
  SPN_PTX_SMALL_AS(name##BFloat2, u32, smallPair, BFloatFormat, Operation)
#define SPN_PTX_SMALL_AS(name, Word, function, Format, Operation)                                  \
  SPN_PTX Word name(Word a, Word b = 0, Word c = 0) {                                              \
    return detail::function<spn::detail::Format, detail::Operation>(a, b, c);                      \
  }
SPN_PTX_SMALL(add, AddOf)
SPN_PTX_SMALL(sub, SubOf)
SPN_PTX_SMALL(mul, MulOf)
SPN_PTX_SMALL(fma, FmaOf)
SPN_PTX_SMALL(fmaRelu, FmaReluOf)
SPN_PTX_SMALL(minimum, MinOf)
SPN_PTX_SMALL(maximum, MaxOf)
SPN_PTX_SMALL(minimumNan, MinNanOf)
SPN_PTX_SMALL(maximumNan, MaxNanOf)
SPN_PTX_SMALL(ex2, Ex2Of)
SPN_PTX_SMALL(tanh, TanhOf)
#undef SPN_PTX_SMALL
#undef SPN_PTX_SMALL_AS

SPN_PTX f32 widenHalf(u16 a) { return spn::detail::Convert<spn::detail::HalfFormat>::toFloat(a); }
SPN_PTX f32 widenBFloat(u16 a) {
  return spn::detail::Convert<spn::detail::BFloatFormat>::toFloat(a);
}
SPN_PTX u16 narrowHalf(f64 a) { return spn::detail::fromDouble<spn::detail::HalfFormat>(a); }
SPN_PTX u16 narrowBFloat(f64 a) { return spn::detail::fromDouble<spn::detail::BFloatFormat>(a); }

#define SPN_PTX_PACK(suffix, Format)                                                               \
  SPN_PTX u32 pack##suffix##2(f32 high, f32 low) {                                                 \
    return u32(narrow##suffix(high)) << 16 | narrow##suffix(low);                                  \
  }                                                                                                \
  SPN_PTX u32 pack##suffix##2Relu(f32 high, f32 low) {                                             \
    return pack##suffix##2(high < 0.0f ? 0.0f : high, low < 0.0f ? 0.0f : low);                    \
  }                                                                                                \
  SPN_PTX u32 pack##suffix##2Zero(f32 high, f32 low) {                                             \
    typedef spn::detail::Format F;                                                                 \
    return u32(spn::detail::fromDouble<F>(high, spn::detail::Round::Zero)) << 16 |                 \
           spn::detail::fromDouble<F>(low, spn::detail::Round::Zero);                              \
  }
SPN_PTX_PACK(Half, HalfFormat)
SPN_PTX_PACK(BFloat, BFloatFormat)
#undef SPN_PTX_PACK

} // namespace ptx
} // namespace spn
