// SPDX-License-Identifier: Apache-2.0
// What of CUDA's and the C library's functions on double takes only arithmetic.
#ifndef SAMPAN_SOFT_DOUBLE_FUNCTIONS_H
#define SAMPAN_SOFT_DOUBLE_FUNCTIONS_H

namespace spn {

SPN_SOFT_DOUBLE soft_double min(soft_double a, soft_double b) { return fmin(a, b); }
SPN_SOFT_DOUBLE soft_double max(soft_double a, soft_double b) { return fmax(a, b); }
SPN_SOFT_MIXED(soft_double, min)
SPN_SOFT_MIXED(soft_double, max)
SPN_SOFT_DOUBLE soft_double abs(soft_double x) { return fabs(x); }
SPN_SOFT_DOUBLE soft_double rsqrt(soft_double x) { return soft_double(1) / sqrt(x); }
SPN_SOFT_DOUBLE soft_double nearbyint(soft_double x) { return rint(x); }
SPN_SOFT_DOUBLE soft_double fdim(soft_double a, soft_double b) {
  return a <= b ? soft_double::of(0) : a - b; // NaNs come through the difference
}

/// Halves go away from zero.
SPN_SOFT_DOUBLE soft_double round(soft_double x) {
  const soft_double whole = trunc(x);
  const bool up = fabs(x - whole) >= soft_double(0.5f);
  return up ? whole + copysign(soft_double(1), x) : copysign(whole, x);
}

/// The remainder is exact: it is what a long division leaves.
SPN_SOFT_DOUBLE soft_double fmod(soft_double a, soft_double b) {
  const soft::Bits x = a.raw() & ~soft::signBit, y = b.raw() & ~soft::signBit;
  if (soft::isNan(x) || soft::isNan(y) || x == soft::infinity || !y)
    return soft_double::of(soft::quietNan);
  if (x < y)
    return a;
  if (x == y)
    return soft_double::of(a.raw() & soft::signBit);
  const soft::Parts dividend = soft::partsOf(x), divisor = soft::partsOf(y);
  soft::Bits rest = dividend.fraction;
  for (int i = dividend.exponent - divisor.exponent;; --i) {
    if (rest >= divisor.fraction)
      rest -= divisor.fraction;
    if (!i || !rest)
      break;
    rest <<= 1;
  }
  const soft::Bits sign = a.raw() & soft::signBit;
  return soft_double::of(rest ? soft::normaliseAndRound(sign != 0, divisor.exponent + 10, rest)
                              : sign);
}
SPN_SOFT_MIXED(soft_double, fmod)

/// x * 2^n, rounded once.
SPN_SOFT_DOUBLE soft_double ldexp(soft_double x, int n) {
  if (!(x == x) || isinf(x) || x == soft_double(0))
    return x == x ? x : soft_double::of(soft::quietNan);
  const soft::Parts parts = soft::partsOf(x.raw());
  const int step = n > 5000 ? 5000 : n < -5000 ? -5000 : n;
  return soft_double::of(soft::round(parts.sign, parts.exponent + step, parts.fraction << 10));
}
SPN_SOFT_DOUBLE soft_double scalbn(soft_double x, int n) { return ldexp(x, n); }

// CUDA's names for one operation.
SPN_SOFT_DOUBLE soft_double __dadd_rn(soft_double a, soft_double b) { return a + b; }
SPN_SOFT_DOUBLE soft_double __dsub_rn(soft_double a, soft_double b) { return a - b; }
SPN_SOFT_DOUBLE soft_double __dmul_rn(soft_double a, soft_double b) { return a * b; }
SPN_SOFT_DOUBLE soft_double __ddiv_rn(soft_double a, soft_double b) { return a / b; }
SPN_SOFT_DOUBLE soft_double __dsqrt_rn(soft_double x) { return sqrt(x); }
SPN_SOFT_DOUBLE soft_double __drcp_rn(soft_double x) { return soft_double(1) / x; }
SPN_SOFT_DOUBLE soft_double __fma_rn(soft_double a, soft_double b, soft_double c) {
  return fma(a, b, c);
}
SPN_SOFT_DOUBLE long long __double_as_longlong(soft_double x) {
  return static_cast<long long>(x.raw());
}
SPN_SOFT_DOUBLE soft_double __longlong_as_double(long long x) {
  return soft_double::of(static_cast<soft::Bits>(x));
}
SPN_SOFT_DOUBLE soft_double __hiloint2double(int high, int low) {
  return soft_double::of(static_cast<soft::Bits>(static_cast<unsigned>(high)) << 32 |
                         static_cast<unsigned>(low));
}
SPN_SOFT_DOUBLE int __double2hiint(soft_double x) { return static_cast<int>(x.raw() >> 32); }
SPN_SOFT_DOUBLE int __double2loint(soft_double x) { return static_cast<int>(x.raw()); }
SPN_SOFT_DOUBLE soft_double __int2double_rn(int x) { return x; }
SPN_SOFT_DOUBLE soft_double __uint2double_rn(unsigned x) { return x; }
SPN_SOFT_DOUBLE soft_double __ll2double_rn(long long x) { return x; }
SPN_SOFT_DOUBLE soft_double __ull2double_rn(unsigned long long x) { return x; }
SPN_SOFT_DOUBLE int __double2int_rz(soft_double x) { return static_cast<int>(x); }
SPN_SOFT_DOUBLE int __double2int_rn(soft_double x) { return static_cast<int>(rint(x)); }
SPN_SOFT_DOUBLE unsigned __double2uint_rz(soft_double x) { return static_cast<unsigned>(x); }
SPN_SOFT_DOUBLE long long __double2ll_rz(soft_double x) { return static_cast<long long>(x); }
SPN_SOFT_DOUBLE unsigned long long __double2ull_rz(soft_double x) {
  return static_cast<unsigned long long>(x);
}
SPN_SOFT_DOUBLE float __double2float_rn(soft_double x) { return static_cast<float>(x); }

} // namespace spn

#endif
