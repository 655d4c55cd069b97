// SPDX-License-Identifier: Apache-2.0
// Reciprocal roots and Euclidean norms: rsqrt, rcbrt, rhypot, norm3d, norm4d, norm and their
// reciprocals. Norms neither overflow nor underflow before their result does; in single precision
// the double format's range alone ensures that.
#pragma once

#include "sampan/detail/math_support.h"

SPN_MATHFN float rsqrtf(float x) { return 1.0f / __builtin_sqrtf(x); }

/// One correction step after the division halves the error: 1 - x y^2 = 1 - (x y) y, exactly
/// enough.
SPN_MATHFN double rsqrt(double x) {
  const double y = 1.0 / __builtin_sqrt(x);
  const double product = x * y;
  const double residual = __builtin_fma(-product, y, 1.0) - __builtin_fma(x, y, -product) * y;
  const double corrected = y + 0.5 * y * residual;
  return x > 0 && x <= 1.7976931348623157e308 ? corrected : y;
}
SPN_MATHFN float rsqrt(float x) { return rsqrtf(x); }

SPN_MATHFN float rcbrtf(float x) {
  return static_cast<float>(1.0 / __builtin_cbrt(static_cast<double>(x)));
}

SPN_MATHFN double rcbrt(double x) {
  const double y = 1.0 / __builtin_cbrt(x);
  const spn::detail::Pair square = spn::detail::exactProduct(y, y);
  const spn::detail::Pair product = spn::detail::exactProduct(x, y);
  const double residual = __builtin_fma(-product.high, square.high, 1.0) -
                          (product.high * square.low + product.low * square.high);
  const double corrected = y + y * residual * (1.0 / 3);
  return x != 0 && __builtin_fabs(x) <= 1.7976931348623157e308 ? corrected : y;
}
SPN_MATHFN float rcbrt(float x) { return rcbrtf(x); }

namespace spn {
namespace detail {

template <class T> SPN_MATHFN bool anyInfinite(const T *values, int count) {
  bool found = false;
  for (int i = 0; i < count; ++i)
    found |= __builtin_fabs(static_cast<double>(values[i])) == __builtin_inf();
  return found;
}

/// The sum of squares of the values times scale, and scale, a power of two near 1 / max |value|.
struct ScaledSquares {
  Pair sum;
  double scale;
};

SPN_MATHFN ScaledSquares sumSquares(const double *values, int count) {
  double largest = 0;
  for (int i = 0; i < count; ++i)
    largest = __builtin_fabs(values[i]) > largest ? __builtin_fabs(values[i]) : largest;
  const long long field = bitsAs<long long>(largest) >> 52;
  const long long inverse = field < 26 ? 2020 : 2046 - field;
  const double scale = bitsAs<double>((inverse < 1 ? 1 : inverse) << 52);
  Pair sum = {0, 0};
  for (int i = 0; i < count; ++i) {
    const Pair square = exactProduct(values[i] * scale, values[i] * scale);
    const Pair next = exactSum(sum.high, square.high);
    sum = {next.high, sum.low + (next.low + square.low)};
  }
  return {exactSum(sum.high, sum.low), scale};
}

SPN_MATHFN double norm(const double *values, int count) {
  if (anyInfinite(values, count))
    return __builtin_inf();
  const ScaledSquares squares = sumSquares(values, count);
  const double high = squares.sum.high, root = __builtin_sqrt(high);
  if (!(high > 0))
    return root; // zero or NaN
  const double residual = __builtin_fma(-root, root, high) + squares.sum.low;
  return (root + residual / (2 * root)) / squares.scale;
}

SPN_MATHFN double reciprocalNorm(const double *values, int count) {
  if (anyInfinite(values, count))
    return 0;
  const ScaledSquares squares = sumSquares(values, count);
  const double high = squares.sum.high, y = 1.0 / __builtin_sqrt(high);
  if (!(high > 0))
    return y;
  const Pair product = exactProduct(high, y);
  const double residual =
      __builtin_fma(-product.high, y, 1.0) - product.low * y - squares.sum.low * y * y;
  return (y + 0.5 * y * residual) * squares.scale;
}

SPN_MATHFN double sumSquares(const float *values, int count) {
  double sum = 0;
  for (int i = 0; i < count; ++i)
    sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return sum;
}

SPN_MATHFN float norm(const float *values, int count) {
  return anyInfinite(values, count) ? __builtin_inff()
                                    : static_cast<float>(__builtin_sqrt(sumSquares(values, count)));
}

SPN_MATHFN float reciprocalNorm(const float *values, int count) {
  return anyInfinite(values, count)
             ? 0.0f
             : static_cast<float>(1.0 / __builtin_sqrt(sumSquares(values, count)));
}

} // namespace detail
} // namespace spn

#define SPN_NORMS(type, suffix)                                                                    \
  SPN_MATHFN type rhypot##suffix(type x, type y) {                                                 \
    const type v[] = {x, y};                                                                       \
    return spn::detail::reciprocalNorm(v, 2);                                                      \
  }                                                                                                \
  SPN_MATHFN type norm3d##suffix(type a, type b, type c) {                                         \
    const type v[] = {a, b, c};                                                                    \
    return spn::detail::norm(v, 3);                                                                \
  }                                                                                                \
  SPN_MATHFN type rnorm3d##suffix(type a, type b, type c) {                                        \
    const type v[] = {a, b, c};                                                                    \
    return spn::detail::reciprocalNorm(v, 3);                                                      \
  }                                                                                                \
  SPN_MATHFN type norm4d##suffix(type a, type b, type c, type d) {                                 \
    const type v[] = {a, b, c, d};                                                                 \
    return spn::detail::norm(v, 4);                                                                \
  }                                                                                                \
  SPN_MATHFN type rnorm4d##suffix(type a, type b, type c, type d) {                                \
    const type v[] = {a, b, c, d};                                                                 \
    return spn::detail::reciprocalNorm(v, 4);                                                      \
  }                                                                                                \
  SPN_MATHFN type norm##suffix(int dimension, const type *p) {                                     \
    return spn::detail::norm(p, dimension);                                                        \
  }                                                                                                \
  SPN_MATHFN type rnorm##suffix(int dimension, const type *p) {                                    \
    return spn::detail::reciprocalNorm(p, dimension);                                              \
  }
SPN_NORMS(double, )
SPN_NORMS(float, f)
#undef SPN_NORMS
