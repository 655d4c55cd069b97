// SPDX-License-Identifier: Apache-2.0
// Circular functions of floats of any size without branches or calls, so that loops over them
// vectorise: sinf, cosf, sincosf, tanf.
#pragma once

#include "sampan/detail/float_circular_table.h"
#include "sampan/detail/float_exponential.h"

namespace spn {
namespace detail {

/// Sine and cosine of the angle that is left when quarter turns are taken off, and how many those
/// were, modulo 4.
struct QuarterTurns {
  float sine, cosine;
  int quarters;
};

/// (sin(x) / x - 1) / x^2 in x^2, |x| <= pi/4
constexpr float sinCoefficients[] = {-0.16666655242443085f, 0.008332173340022564f,
                                     -0.00019516656175255775f};
/// (cos(x) - 1 + x^2 / 2) / x^4 in x^2, |x| <= pi/4
constexpr float cosCoefficients[] = {0.04166664555668831f, -0.0013887310633435845f,
                                     2.4432436475763097e-05f};

SPN_FLOATFN QuarterTurns quarterTurns(float x) noexcept {
  const int field = bitsAs<int>(x) >> 23 & 255;
  const long long entry = field < 150 ? 0 : field - 150;
  const double wide = static_cast<double>(x);
  const double turns = wide * circularHigh[entry]; // exact
  const double rest = wide * circularLow[entry];
  const double sum = turns + rest;
  const double whole = __builtin_rint(sum == sum ? sum : 0.0);
  const double r = (turns - whole) + rest;
  const float angle = static_cast<float>(r * 1.5707963267948966);
  const float z = angle * angle;
  const float sine = angle + angle * (z * polynomialFloat(sinCoefficients, z));
  const float cosine = 1.0f + (z * -0.5f + z * z * polynomialFloat(cosCoefficients, z));
  return {sine, cosine, static_cast<int>(whole)};
}

SPN_FLOATFN float sineOf(float x, const QuarterTurns &t) noexcept {
  const float value = t.quarters & 1 ? t.cosine : t.sine;
  return x == 0 ? x : t.quarters & 2 ? -value : value; // zero keeps its sign
}
SPN_FLOATFN float cosineOf(const QuarterTurns &t) noexcept {
  const float value = t.quarters & 1 ? t.sine : t.cosine;
  return (t.quarters + 1) & 2 ? -value : value;
}

SPN_FLOATFN float sinFloat(float x) noexcept { return sineOf(x, quarterTurns(x)); }
SPN_FLOATFN float cosFloat(float x) noexcept { return cosineOf(quarterTurns(x)); }
SPN_FLOATFN void sincosFloat(float x, float *sine, float *cosine) noexcept {
  const QuarterTurns t = quarterTurns(x);
  *sine = sineOf(x, t);
  *cosine = cosineOf(t);
}
SPN_FLOATFN float tanFloat(float x) noexcept {
  const QuarterTurns t = quarterTurns(x);
  const float above = t.quarters & 1 ? -t.cosine : t.sine;
  const float below = t.quarters & 1 ? t.sine : t.cosine;
  return x == 0 ? x : above / below;
}

} // namespace detail
} // namespace spn
