// SPDX-License-Identifier: Apache-2.0
// log and its relatives, and powers. log m = 2 atanh((m - 1) / (m + 1)) for m near 1.
#ifndef SAMPAN_SOFT_DOUBLE_LOGARITHM_H
#define SAMPAN_SOFT_DOUBLE_LOGARITHM_H

#include "sampan/soft_double_detail/exponential.h"

namespace spn {
namespace soft {

/// 2 atanh(s) for |s| up to 0.18.
SPN_SOFT_DOUBLE Fixed twiceAtanh(const Fixed &s) {
  const Bits table[] = {0x4000000000000000ull, 0x1555555555555555ull, 0xccccccccccccccdull,
                        0x924924924924925ull,  0x71c71c71c71c71cull,  0x5d1745d1745d174ull,
                        0x4ec4ec4ec4ec4ecull,  0x444444444444444ull,  0x3c3c3c3c3c3c3c4ull,
                        0x35e50d79435e50dull,  0x30c30c30c30c30cull,  0x2c8590b21642c86ull,
                        0x28f5c28f5c28f5cull};
  const Bits x = asFraction(s);
  Fixed result = product(s, fixed(false, 0, series(table, 13, times(x, x), false)));
  ++result.exponent;
  return result;
}

/// x = m * 2^power with m from about 0.7 to 1.41; the result is log m.
SPN_SOFT_DOUBLE Fixed logOfFraction(Bits x, int &power) {
  Fixed m = fixedOf(x);
  power = m.exponent;
  m.exponent = 0;
  if (m.x > 0x5a827999fcef3242ull) {
    ++power;
    m.exponent = -1;
  }
  const Fixed one = fixed(false, 0, fixedOne);
  return twiceAtanh(quotient(sum(m, fixed(true, 0, fixedOne)), sum(m, one)));
}

SPN_SOFT_DOUBLE Fixed fixedInteger(int x) {
  return normalised(fixed(x < 0, 62, static_cast<Bits>(x < 0 ? -static_cast<long long>(x) : x)));
}

/// power * unit + scale * log m, which is the logarithm to the base e^(1 / scale).
SPN_SOFT_DOUBLE Fixed logarithm(Bits x, Bits unit, Bits scale) {
  int power = 0;
  const Fixed fraction = logOfFraction(x, power);
  return sum(product(fixedInteger(power), fixed(false, 0, unit)),
             product(fraction, fixed(false, 1, scale)));
}

SPN_SOFT_DOUBLE bool isExtremeLog(soft_double x, soft_double &result) {
  if (isnan(x) || x < soft_double(0))
    result = soft_double::of(quietNan);
  else if (x == soft_double(0))
    result = soft_double::of(signBit | infinity);
  else if (isinf(x))
    result = x;
  else
    return false;
  return true;
}

SPN_SOFT_DOUBLE soft_double logTo(soft_double x, Bits unit, Bits scale) {
  soft_double result = x;
  return isExtremeLog(x, result) ? result
                                 : soft_double::of(rounded(logarithm(x.raw(), unit, scale)));
}

SPN_SOFT_DOUBLE Fixed naturalLog(soft_double x) {
  return logarithm(x.raw(), 0x2c5c85fdf473de6bull, 1ull << 61);
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double log(soft_double x) {
  return soft::logTo(x, 0x2c5c85fdf473de6bull, 1ull << 61);
}
SPN_SOFT_DOUBLE soft_double log2(soft_double x) {
  return soft::logTo(x, soft::fixedOne, 0x2e2a8eca5705fc2full);
}
SPN_SOFT_DOUBLE soft_double log10(soft_double x) {
  return soft::logTo(x, 0x134413509f79fef3ull, 0xde5bd8a93728719ull);
}

SPN_SOFT_DOUBLE soft_double log1p(soft_double x) {
  if (x == soft_double(0) || isnan(x) || x < soft_double(-1))
    return x < soft_double(-1) ? soft_double::of(soft::quietNan) : x;
  if (x > soft_double(0.375f) || x < soft_double(-0.25f)) {
    const soft_double u = soft_double(1) + x;
    if (u == soft_double(0) || isinf(u))
      return log(u);
    // What the sum lost, by the slope of the logarithm.
    const soft_double lost =
        x > soft_double(1) ? soft_double(1) - (u - x) : x - (u - soft_double(1));
    soft::Fixed result = soft::naturalLog(u);
    if (!(lost == soft_double(0)))
      result = soft::sum(result, soft::quotient(soft::fixedOf(lost.raw()), soft::fixedOf(u.raw())));
    return soft_double::of(soft::rounded(result));
  }
  const soft::Fixed a = soft::fixedOf(x.raw());
  return soft_double::of(soft::rounded(
      soft::twiceAtanh(soft::quotient(a, soft::sum(a, soft::fixed(false, 1, soft::fixedOne))))));
}

SPN_SOFT_DOUBLE soft_double cbrt(soft_double x) {
  if (x == soft_double(0) || isnan(x) || isinf(x))
    return x;
  if (fabs(x) < soft_double::of(0x0c00000000000000ull)) // what the step leaves would be subnormal
    return ldexp(cbrt(ldexp(x, 300)), -100);
  const soft::Fixed third =
      soft::quotient(soft::naturalLog(fabs(x)), soft::fixed(false, 2, 3ull << 60));
  const soft_double near = exp(soft_double::of(soft::rounded(third)));
  // A step of Newton's method, its difference without rounding.
  const soft_double square = near * near;
  const soft_double rest = fma(near, square, -fabs(x)) + near * fma(near, near, -square);
  return copysign(near - rest / (soft_double(3) * square), x);
}

namespace soft {

/// x^y for a finite x above 0: e^(y log x).
SPN_SOFT_DOUBLE soft_double positivePower(soft_double x, soft_double y) {
  const Fixed exponent =
      product(logarithm(x.raw(), fixedOne, 0x2e2a8eca5705fc2full), fixedOf(y.raw()));
  if (!exponent.x)
    return soft_double(1);
  if (exponent.exponent > 11)
    return soft_double::of(exponent.sign ? 0 : infinity);
  if (exponent.exponent < -60)
    return soft_double(1);
  // The whole part, and a fraction of up to half.
  const Bits whole =
      exponent.exponent < -1 ? 0 : ((exponent.x >> (61 - exponent.exponent)) + 1) >> 1;
  Fixed fraction = sum(exponent, fixed(!exponent.sign, 62, whole));
  const long long r = static_cast<long long>(fraction.x ? asFraction(fraction) : 0);
  Reduced reduced;
  reduced.power = exponent.sign ? -static_cast<int>(whole) : static_cast<int>(whole);
  reduced.r = scaledBy(fraction.sign ? -r : r, 0x2c5c85fdf473de6bull);
  return powerOf2(reduced);
}

/// 0: no whole number, 1: an odd one, 2: an even one.
SPN_SOFT_DOUBLE int parity(soft_double y) {
  if (!(trunc(y) == y))
    return 0;
  const soft_double half = y * soft_double(0.5f);
  return trunc(half) == half ? 2 : 1;
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double pow(soft_double x, soft_double y) {
  const soft_double one(1), zero = soft_double::of(0), inf = soft_double::of(soft::infinity);
  if (y == zero || x == one)
    return one;
  if (isnan(x) || isnan(y))
    return soft_double::of(soft::quietNan);
  if (isinf(y)) {
    const bool grows = (fabs(x) > one) == (y > zero);
    return fabs(x) == one ? one : grows ? inf : zero;
  }
  const int kind = soft::parity(y);
  const bool negative = signbit(x) && kind == 1;
  if (x == zero || isinf(x)) {
    const soft_double size = (x == zero) == (y > zero) ? zero : inf;
    return negative ? -size : size;
  }
  if (signbit(x) && !kind)
    return soft_double::of(soft::quietNan);
  const soft_double size = soft::positivePower(fabs(x), y);
  return negative ? -size : size;
}
SPN_SOFT_MIXED(soft_double, pow)

SPN_SOFT_DOUBLE soft_double hypot(soft_double a, soft_double b) {
  a = fabs(a), b = fabs(b);
  if (isinf(a) || isinf(b))
    return soft_double::of(soft::infinity);
  if (isnan(a) || isnan(b))
    return soft_double::of(soft::quietNan);
  if (a < b) {
    const soft_double other = a;
    a = b;
    b = other;
  }
  if (b == soft_double(0))
    return a;
  const soft::Fixed x = soft::fixedOf(a.raw()), y = soft::fixedOf(b.raw());
  const int scale = x.exponent;
  const soft_double u = ldexp(a, -scale), v = ldexp(b, -scale);
  if (scale - y.exponent > 60)
    return a;
  const soft_double root = sqrt(fma(u, u, v * v));
  const soft_double rest =
      fma(-root, root, u * u) + fma(u, u, -(u * u)) + v * v + fma(v, v, -(v * v));
  return ldexp(root + rest / (soft_double(2) * root), scale);
}
SPN_SOFT_MIXED(soft_double, hypot)

SPN_SOFT_DOUBLE soft_double asinh(soft_double x) {
  const soft_double size = fabs(x), one(1);
  if (x == soft_double(0) || isnan(x) || isinf(x))
    return x;
  if (size > soft_double(1 << 28)) // the 1 under the root is lost
    return copysign(log(size) + soft_double::of(0x3fe62e42fefa39efull), x);
  const soft_double square = size * size;
  return copysign(log1p(size + square / (one + sqrt(one + square))), x);
}
SPN_SOFT_DOUBLE soft_double acosh(soft_double x) {
  const soft_double one(1), more = x - one;
  if (x < one || isnan(x))
    return soft_double::of(soft::quietNan);
  if (x > soft_double(1 << 28))
    return log(x) + soft_double::of(0x3fe62e42fefa39efull);
  return log1p(more + sqrt(soft_double(2) * more + more * more));
}
SPN_SOFT_DOUBLE soft_double atanh(soft_double x) {
  const soft_double size = fabs(x), one(1);
  if (x == soft_double(0) || isnan(x) || size > one)
    return size > one ? soft_double::of(soft::quietNan) : x;
  if (size == one)
    return copysign(soft_double::of(soft::infinity), x);
  return copysign(soft_double(0.5f) * log1p(soft_double(2) * size / (one - size)), x);
}

} // namespace spn

#endif
