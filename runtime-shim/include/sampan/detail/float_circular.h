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
  unsigned quarters;
};

/// (sin(x) / x - 1) / x^2 in x^2, |x| <= pi/4
constexpr float sinCoefficients[] = {-0.16666655242443085f, 0.008332173340022564f,
                                     -0.00019516656175255775f};
/// (cos(x) - 1 + x^2 / 2) / x^4 in x^2, |x| <= pi/4
constexpr float cosCoefficients[] = {0.04166664555668831f, -0.0013887310633435845f,
                                     2.4432436475763097e-05f};

/// Of a magnitude; NaN where it is infinite or NaN.
SPN_FLOATFN QuarterTurns quarterTurns(float x) noexcept {
  const int field = bitsAs<int>(x) >> 23;
  const long long entry = field < 150 ? 0 : field - 150;
  const double wide = static_cast<double>(x);
  const double turns = wide * circularHigh[entry]; // exact
  const double rest = wide * circularLow[entry];
  const NearestDouble whole = nearestDouble(turns + rest);
  const double r = (turns - whole.value) + rest;
  const float angle = static_cast<float>(r * 1.5707963267948966);
  const float z = angle * angle;
  const float sine = angle + angle * (z * polynomialUnrolled(sinCoefficients, z));
  const float cosine = 1.0f + (z * -0.5f + z * z * polynomialUnrolled(cosCoefficients, z));
  return {sine, cosine, whole.whole};
}

// Which quarter a number is in cannot be predicted, so a branch on it costs more than the function.
// Compilers turn selections into branches, but leave masks alone.

/// `odd` for odd numbers of quarters, else `even`; negative when bit 31 of `sign` is set.
SPN_FLOATFN float chooseQuarter(unsigned quarters, float even, float odd, unsigned sign) noexcept {
  const unsigned a = bitsAs<unsigned>(even), b = bitsAs<unsigned>(odd);
  return bitsAs<float>(a ^ ((a ^ b) & (0u - (quarters & 1))) ^ (sign & 0x80000000u));
}
SPN_FLOATFN float sineOf(float x, const QuarterTurns &t) noexcept {
  return chooseQuarter(t.quarters, t.sine, t.cosine, bitsAs<unsigned>(x) ^ t.quarters << 30);
}
SPN_FLOATFN float cosineOf(const QuarterTurns &t) noexcept {
  return chooseQuarter(t.quarters, t.cosine, t.sine, (t.quarters + 1) << 30);
}

SPN_FLOATFN float sinFloat(float x) noexcept { return sineOf(x, quarterTurns(__builtin_fabsf(x))); }
SPN_FLOATFN float cosFloat(float x) noexcept { return cosineOf(quarterTurns(__builtin_fabsf(x))); }
SPN_FLOATFN void sincosFloat(float x, float *sine, float *cosine) noexcept {
  const QuarterTurns t = quarterTurns(__builtin_fabsf(x));
  *sine = sineOf(x, t);
  *cosine = cosineOf(t);
}
SPN_FLOATFN float tanFloat(float x) noexcept {
  const QuarterTurns t = quarterTurns(__builtin_fabsf(x));
  return chooseQuarter(t.quarters, t.sine, t.cosine, bitsAs<unsigned>(x) ^ t.quarters << 31) /
         chooseQuarter(t.quarters, t.cosine, t.sine, 0);
}

} // namespace detail
} // namespace spn
