// SPDX-License-Identifier: Apache-2.0
// IEEE double precision on processors that have none: spn::soft_double is 64 bits with the format
// of double, computed with integers. Sums, products, quotients, square roots, fused products,
// comparisons and conversions are rounded to nearest even and agree with hardware bit by bit,
// subnormal numbers, infinities and zeros included; every NaN that is made is the quiet one. A
// pointer to double may be read as one to soft_double.
//
// A sum takes some 40 integer operations, a quotient some 300, a function of the C library a few
// hundred to a few thousand: for the values of a kernel that need the digits. Largest errors of
// the functions, in units in the last place: 0.53 for exp, exp2, exp10, expm1, sinh, cosh, log,
// log2, log10, log1p, cbrt, sin, cos, tan (arguments of any size), atan, atan2, erf; 0.6 for erfc;
// 0.9 for tanh, hypot; 2 for asin, acos, asinh, acosh, atanh; 0.6 for pow, growing to 4 where the
// result is near the ends of the range. fmod, ldexp and what rounds to whole numbers are exact.
#ifndef SAMPAN_SOFT_DOUBLE_H
#define SAMPAN_SOFT_DOUBLE_H

#include "sampan/soft_double_detail/arithmetic.h"
#include "sampan/soft_double_detail/conversions.h"

namespace spn {

class soft_double {
public:
  soft_double() = default;
  SPN_SOFT_DOUBLE soft_double(int x) : bits(soft::fromInteger(x)) {}
  SPN_SOFT_DOUBLE soft_double(unsigned x) : bits(soft::fromMagnitude(0, x)) {}
  SPN_SOFT_DOUBLE soft_double(long x) : bits(soft::fromInteger(x)) {}
  SPN_SOFT_DOUBLE soft_double(unsigned long x) : bits(soft::fromMagnitude(0, x)) {}
  SPN_SOFT_DOUBLE soft_double(long long x) : bits(soft::fromInteger(x)) {}
  SPN_SOFT_DOUBLE soft_double(unsigned long long x) : bits(soft::fromMagnitude(0, x)) {}
  SPN_SOFT_DOUBLE soft_double(float x) : bits(soft::fromFloat(soft::bitsOf(x))) {}
  constexpr SPN_SOFT_DOUBLE soft_double(double x) : bits(__builtin_bit_cast(soft::Bits, x)) {}
  /// A constant: soft_double::of(0x3fe0000000000000) is 0.5.
  static constexpr SPN_SOFT_DOUBLE soft_double of(soft::Bits bits) {
    return soft_double(bits, Raw());
  }
  SPN_SOFT_DOUBLE soft::Bits raw() const { return bits; }

  /// As implicit as those of double.
  template <class T, soft::IfNumber<T> = 0> SPN_SOFT_DOUBLE operator T() const {
    return soft::Converter<T>::from(bits);
  }

  SPN_SOFT_DOUBLE soft_double operator+() const { return *this; }
  SPN_SOFT_DOUBLE soft_double operator-() const { return of(bits ^ soft::signBit); }
  friend SPN_SOFT_DOUBLE soft_double operator+(soft_double a, soft_double b) {
    return of(soft::add(a.bits, b.bits));
  }
  friend SPN_SOFT_DOUBLE soft_double operator-(soft_double a, soft_double b) {
    return of(soft::add(a.bits, soft::isNan(b.bits) ? b.bits : b.bits ^ soft::signBit));
  }
  friend SPN_SOFT_DOUBLE soft_double operator*(soft_double a, soft_double b) {
    return of(soft::multiply(a.bits, b.bits));
  }
  friend SPN_SOFT_DOUBLE soft_double operator/(soft_double a, soft_double b) {
    return of(soft::divide(a.bits, b.bits));
  }
  SPN_SOFT_DOUBLE soft_double &operator+=(soft_double b) { return *this = *this + b; }
  SPN_SOFT_DOUBLE soft_double &operator-=(soft_double b) { return *this = *this - b; }
  SPN_SOFT_DOUBLE soft_double &operator*=(soft_double b) { return *this = *this * b; }
  SPN_SOFT_DOUBLE soft_double &operator/=(soft_double b) { return *this = *this / b; }
  SPN_SOFT_DOUBLE soft_double &operator++() { return *this += 1; }
  SPN_SOFT_DOUBLE soft_double &operator--() { return *this -= 1; }
  SPN_SOFT_DOUBLE soft_double operator++(int) {
    const soft_double before = *this;
    *this += 1;
    return before;
  }
  SPN_SOFT_DOUBLE soft_double operator--(int) {
    const soft_double before = *this;
    *this -= 1;
    return before;
  }

  friend SPN_SOFT_DOUBLE bool operator==(soft_double a, soft_double b) {
    return soft::equal(a.bits, b.bits);
  }
  friend SPN_SOFT_DOUBLE bool operator!=(soft_double a, soft_double b) { return !(a == b); }
  friend SPN_SOFT_DOUBLE bool operator<(soft_double a, soft_double b) {
    return soft::less(a.bits, b.bits);
  }
  friend SPN_SOFT_DOUBLE bool operator>(soft_double a, soft_double b) { return b < a; }
  friend SPN_SOFT_DOUBLE bool operator<=(soft_double a, soft_double b) {
    return soft::less(a.bits, b.bits) || soft::equal(a.bits, b.bits);
  }
  friend SPN_SOFT_DOUBLE bool operator>=(soft_double a, soft_double b) { return b <= a; }

  friend SPN_SOFT_DOUBLE bool isnan(soft_double x) { return soft::isNan(x.bits); }
  friend SPN_SOFT_DOUBLE bool isinf(soft_double x) { return (x.bits << 1) == soft::infinity << 1; }
  friend SPN_SOFT_DOUBLE bool isfinite(soft_double x) {
    return (x.bits & soft::infinity) != soft::infinity;
  }
  friend SPN_SOFT_DOUBLE bool signbit(soft_double x) { return x.bits >> 63; }
  friend SPN_SOFT_DOUBLE soft_double fabs(soft_double x) { return of(x.bits & ~soft::signBit); }
  friend SPN_SOFT_DOUBLE soft_double copysign(soft_double x, soft_double sign) {
    return of((x.bits & ~soft::signBit) | (sign.bits & soft::signBit));
  }
  friend SPN_SOFT_DOUBLE soft_double sqrt(soft_double x) { return of(soft::squareRoot(x.bits)); }
  friend SPN_SOFT_DOUBLE soft_double fma(soft_double a, soft_double b, soft_double c) {
    return of(soft::fusedMultiplyAdd(a.bits, b.bits, c.bits));
  }
  friend SPN_SOFT_DOUBLE soft_double fmin(soft_double a, soft_double b) {
    return isnan(a) ? b : isnan(b) || a < b ? a : a == b && signbit(a) ? a : b;
  }
  friend SPN_SOFT_DOUBLE soft_double fmax(soft_double a, soft_double b) {
    return isnan(a) ? b : isnan(b) || b < a ? a : a == b && !signbit(a) ? a : b;
  }
  friend SPN_SOFT_DOUBLE soft_double trunc(soft_double x) { return of(soft::truncated(x.bits)); }
  friend SPN_SOFT_DOUBLE soft_double floor(soft_double x) {
    const soft_double whole = trunc(x);
    return x < whole ? whole - soft_double(1) : whole;
  }
  friend SPN_SOFT_DOUBLE soft_double ceil(soft_double x) {
    const soft_double whole = trunc(x);
    // Of -0.5 it is -0.
    return whole < x ? whole + soft_double(1) : whole;
  }
  friend SPN_SOFT_DOUBLE soft_double rint(soft_double x) { return of(soft::toEven(x.bits)); }

private:
  struct Raw {};
  constexpr SPN_SOFT_DOUBLE soft_double(soft::Bits x, Raw) : bits(x) {}

  soft::Bits bits;
};

namespace soft {
/// Nothing that only converts to a soft_double: functions of other numbers have the same names.
template <class S>
using IfSoft = typename std::enable_if<std::is_same<S, soft_double>::value, int>::type;
} // namespace soft

// With a number of the language on either side; without these, converting either side would do.
#define SPN_SOFT_MIXED(result, name)                                                               \
  template <class S, class T, soft::IfSoft<S> = 0, soft::IfNumber<T> = 0>                          \
  SPN_SOFT_DOUBLE result name(S a, T b) {                                                          \
    return name(a, soft_double(b));                                                                \
  }                                                                                                \
  template <class T, class S, soft::IfNumber<T> = 0, soft::IfSoft<S> = 0>                          \
  SPN_SOFT_DOUBLE result name(T a, S b) {                                                          \
    return name(soft_double(a), b);                                                                \
  }
SPN_SOFT_MIXED(soft_double, operator+)
SPN_SOFT_MIXED(soft_double, operator-)
SPN_SOFT_MIXED(soft_double, operator*)
SPN_SOFT_MIXED(soft_double, operator/)
SPN_SOFT_MIXED(bool, operator==)
SPN_SOFT_MIXED(bool, operator!=)
SPN_SOFT_MIXED(bool, operator<)
SPN_SOFT_MIXED(bool, operator>)
SPN_SOFT_MIXED(bool, operator<=)
SPN_SOFT_MIXED(bool, operator>=)
SPN_SOFT_MIXED(soft_double, fmin)
SPN_SOFT_MIXED(soft_double, fmax)
SPN_SOFT_MIXED(soft_double, copysign)

/// `f += x` with a float f: computed in double, rounded once.
#define SPN_SOFT_ASSIGN(op)                                                                        \
  template <class T, soft::IfNumber<T> = 0>                                                        \
  SPN_SOFT_DOUBLE T &operator op## = (T & a, soft_double b) {                                      \
    return a = static_cast<T>(soft_double(a) op b);                                                \
  }
SPN_SOFT_ASSIGN(+)
SPN_SOFT_ASSIGN(-)
SPN_SOFT_ASSIGN(*)
SPN_SOFT_ASSIGN(/)
#undef SPN_SOFT_ASSIGN

} // namespace spn

#include "sampan/soft_double_detail/functions.h"

#include "sampan/soft_double_detail/exponential.h"

#include "sampan/soft_double_detail/error_function.h"
#include "sampan/soft_double_detail/logarithm.h"
#include "sampan/soft_double_detail/trigonometry.h"
#undef SPN_SOFT_MIXED

#endif
