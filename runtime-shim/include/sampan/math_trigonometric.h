// SPDX-License-Identifier: Apache-2.0
// sinpi, cospi and sincospi: circular functions of pi x. The reduction of x is exact, so they keep
// full accuracy for any argument, and integers and halves give exact results.
#pragma once

#include "sampan/detail/math_support.h"
#include "sampan/detail/math_tables.h"

namespace spn {
namespace detail {

/// sin and cos of pi x, up to the sign of zero results.
struct SineCosine {
  double sine, cosine;
};

SPN_MATHFN SineCosine sineCosinePi(double x) {
  // Beyond 2^53 every number is an even integer; the product keeps the sign and makes infinity NaN.
  x = __builtin_fabs(x) >= 9007199254740992.0 ? x * 0.0 : x;
  const double quarter = __builtin_rint(x + x);
  const double r = x - 0.5 * quarter; // exact, |r| <= 1/4
  const double z = r * r;
  const double pi = 3.141592653589793, piLow = 1.2246467991473532e-16;
  const double s = r * pi + (r * piLow + r * z * polynomial(sinPiCoefficients, z));
  const double c = 1.0 + z * polynomial(cosPiCoefficients, z);
  const double position = quarter - 4.0 * __builtin_floor(0.25 * quarter);
  const bool swapped = position == 1 || position == 3;
  const double sine = swapped ? c : s, cosine = swapped ? s : c;
  return {position >= 2 ? -sine : sine, position == 1 || position == 2 ? -cosine : cosine};
}

} // namespace detail
} // namespace spn

SPN_MATHFN double sinpi(double x) {
  const double sine = spn::detail::sineCosinePi(x).sine;
  return sine == 0 ? __builtin_copysign(0.0, x) : sine;
}
SPN_MATHFN double cospi(double x) { return spn::detail::sineCosinePi(x).cosine + 0.0; }
SPN_MATHFN void sincospi(double x, double *sine, double *cosine) {
  const spn::detail::SineCosine both = spn::detail::sineCosinePi(x);
  *sine = both.sine == 0 ? __builtin_copysign(0.0, x) : both.sine;
  *cosine = both.cosine + 0.0;
}

SPN_MATHFN float sinpif(float x) { return static_cast<float>(sinpi(static_cast<double>(x))); }
SPN_MATHFN float cospif(float x) { return static_cast<float>(cospi(static_cast<double>(x))); }
SPN_MATHFN void sincospif(float x, float *sine, float *cosine) {
  double s, c;
  sincospi(static_cast<double>(x), &s, &c);
  *sine = static_cast<float>(s);
  *cosine = static_cast<float>(c);
}
SPN_MATHFN float sinpi(float x) { return sinpif(x); }
SPN_MATHFN float cospi(float x) { return cospif(x); }
SPN_MATHFN void sincospi(float x, float *sine, float *cosine) { sincospif(x, sine, cosine); }
