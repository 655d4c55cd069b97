// SPDX-License-Identifier: Apache-2.0
// Small tools shared by the math headers: views of a floating-point number's bits, polynomials, and
// error-free transformations (a sum or product together with its exact rounding error).
#pragma once

#include "sampan/vector_types.h"

#include <math.h> // the C++ wrapper: also brings std's float and integer overloads to this namespace
#include <stdlib.h>
#include <string.h>

/// Every function of the math headers is inline, and callable from host code and kernels.
#if !defined(SPN_MATHFN)
#define SPN_MATHFN inline SPN_HD
#endif

namespace spn {
namespace detail {

template <class To, class From> SPN_MATHFN To bitsAs(const From &from) {
  static_assert(sizeof(To) == sizeof(From), "bit casts keep the size");
  To to;
  __builtin_memcpy(&to, &from, sizeof(to));
  return to;
}

/// c[0] + c[1] x + c[2] x^2 + ...
template <int N> SPN_MATHFN double polynomial(const double (&c)[N], double x) {
  double sum = c[N - 1];
  for (int i = N - 2; i >= 0; --i)
    sum = sum * x + c[i];
  return sum;
}

// Sums and products that the compiler does not fuse with what feeds or uses them. g++ fuses across
// statements in its GNU dialects, but leaves explicit fused operations alone: with hardware for
// those, x * 1 + y and x * y - 0 say what is meant, and still vectorise.
#if defined(__GNUC__) && !defined(__clang__) && (defined(__FMA__) || defined(__ARM_FEATURE_FMA))
SPN_MATHFN float roundedSum(float x, float y) { return __builtin_fmaf(x, 1.0f, y); }
SPN_MATHFN float roundedProduct(float x, float y) { return __builtin_fmaf(x, y, -0.0f); }
SPN_MATHFN double roundedSum(double x, double y) { return __builtin_fma(x, 1.0, y); }
SPN_MATHFN double roundedProduct(double x, double y) { return __builtin_fma(x, y, -0.0); }
#else
SPN_MATHFN float roundedSum(float x, float y) { return x + y; }
SPN_MATHFN float roundedProduct(float x, float y) { return x * y; }
SPN_MATHFN double roundedSum(double x, double y) { return x + y; }
SPN_MATHFN double roundedProduct(double x, double y) { return x * y; }
#endif

/// The exact value high + low, where high is the value rounded to double.
struct Pair {
  double high, low;
};

/// a + b exactly. Ordering the operands keeps intermediate results from overflowing.
SPN_MATHFN Pair exactSum(double a, double b) {
  const bool ordered = __builtin_fabs(a) >= __builtin_fabs(b);
  const double large = ordered ? a : b, small = ordered ? b : a;
  const double sum = roundedSum(a, b);
  return {sum, small - (sum - large)};
}

/// a * b exactly, unless the product underflows or overflows.
SPN_MATHFN Pair exactProduct(double a, double b) {
  const double product = roundedProduct(a, b);
  return {product, __builtin_fma(a, b, -product)};
}

} // namespace detail
} // namespace spn
