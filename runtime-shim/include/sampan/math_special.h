// SPDX-License-Identifier: Apache-2.0
// Special functions that CUDA has and the C library lacks: scaled and inverse error functions, the
// normal distribution, and the modified Bessel functions of order 0 and 1. The single-precision
// versions round the double-precision results.
#pragma once

#include "sampan/detail/math_support.h"
#include "sampan/detail/math_tables.h"

namespace spn {
namespace detail {

/// exp(factor * x^2) without the error of rounding x^2, for results that do not overflow.
SPN_MATHFN double expSquare(double x, double factor) {
  const Pair square = exactProduct(x, x);
  const double value = __builtin_exp(factor * square.high);
  return value + value * (factor * square.low);
}

/// erfcx for x >= 0 (and NaN).
SPN_MATHFN double erfcxPositive(double x) {
  if (x < 1.0)
    return __builtin_erfc(x) * expSquare(x, 1.0);
  if (x > 1e9)
    return 0.5641895835477563 / x;
  const double t = (x - 4.0) / (x + 4.0);
  return polynomial(erfcxCoefficients, t) / (1.0 + 2.0 * x);
}

/// Inverse of erfc for 0 <= z <= 1/2; NaN for z < 0.
SPN_MATHFN double erfInverseOfTail(double z) {
  const double w = __builtin_sqrt(-__builtin_log(z));
  if (!(w < 27.5))
    return w; // infinity for z == 0, or NaN
  const int piece = (w > 2.0) + (w > 5.0) + (w > 11.5);
  const double u = (w - erfInverseTailMiddle[piece]) * erfInverseTailScale[piece];
  return w + polynomial(erfInverseTail[piece], u);
}

SPN_MATHFN double erfInverseNearZero(double x) { return x * polynomial(erfInverseCentre, x * x); }

/// exp(x) sqrt(1/x) p for x >= 8, where exp(x) alone may overflow.
SPN_MATHFN double besselLarge(double x, double p) {
  if (x > 720)
    return __builtin_inf();
  const double scaled = p / __builtin_sqrt(x);
  if (x < 700)
    return __builtin_exp(x) * scaled;
  const double root = __builtin_exp(0.5 * x);
  return root * scaled * root;
}

} // namespace detail
} // namespace spn

SPN_MATHFN double erfcx(double x) {
  const double positive = spn::detail::erfcxPositive(__builtin_fabs(x));
  if (!(x < 0))
    return positive;
  return x < -26.7 ? __builtin_inf() : 2.0 * spn::detail::expSquare(x, 1.0) - positive;
}

SPN_MATHFN double erfinv(double x) {
  const double magnitude = __builtin_fabs(x);
  if (magnitude <= 0.5)
    return spn::detail::erfInverseNearZero(x);
  return __builtin_copysign(spn::detail::erfInverseOfTail(1.0 - magnitude), x);
}

SPN_MATHFN double erfcinv(double z) {
  if (z >= 0.5 && z <= 1.5)
    return spn::detail::erfInverseNearZero(1.0 - z);
  return z > 1.0 ? -spn::detail::erfInverseOfTail(2.0 - z) : spn::detail::erfInverseOfTail(z);
}

SPN_MATHFN double normcdf(double x) {
  const double sqrtHalf = 0.7071067811865476;
  if (x > -1.0)
    return 0.5 * __builtin_erfc(-x * sqrtHalf);
  const double a = x < -40.0 ? 40.0 : -x;
  return 0.5 * spn::detail::erfcxPositive(a * sqrtHalf) * spn::detail::expSquare(a, -0.5);
}

SPN_MATHFN double normcdfinv(double p) { return 0.0 - 1.4142135623730951 * erfcinv(2.0 * p); }

SPN_MATHFN double cyl_bessel_i0(double x) {
  const double a = __builtin_fabs(x);
  if (a < 8.0)
    return spn::detail::polynomial(spn::detail::besselI0Small, x * x);
  return spn::detail::besselLarge(
      a, spn::detail::polynomial(spn::detail::besselI0Large, 16.0 / a - 1.0));
}

SPN_MATHFN double cyl_bessel_i1(double x) {
  const double a = __builtin_fabs(x);
  if (a < 8.0)
    return x * spn::detail::polynomial(spn::detail::besselI1Small, x * x);
  const double value = spn::detail::besselLarge(
      a, spn::detail::polynomial(spn::detail::besselI1Large, 16.0 / a - 1.0));
  return __builtin_copysign(value, x);
}

#define SPN_SINGLE_PRECISION(name)                                                                 \
  SPN_MATHFN float name##f(float x) { return static_cast<float>(name(static_cast<double>(x))); }   \
  SPN_MATHFN float name(float x) { return name##f(x); }
SPN_SINGLE_PRECISION(erfcx)
SPN_SINGLE_PRECISION(erfinv)
SPN_SINGLE_PRECISION(erfcinv)
SPN_SINGLE_PRECISION(normcdf)
SPN_SINGLE_PRECISION(normcdfinv)
SPN_SINGLE_PRECISION(cyl_bessel_i0)
SPN_SINGLE_PRECISION(cyl_bessel_i1)
#undef SPN_SINGLE_PRECISION
