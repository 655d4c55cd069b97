// SPDX-License-Identifier: Apache-2.0
// Logarithms and powers of floats without branches, calls or tables, so that loops over them
// vectorise: logf, log2f, log10f, powf.
#pragma once

#include "sampan/detail/float_exponential.h"

namespace spn {
namespace detail {

constexpr int twoThirds = 0x3f2aaaab, rootOfHalf = 0x3f3504f3;

// The rare cases are branches that the compiler is told not to expect: code of one thread jumps
// over them, and a vector of threads computes them by masks, since they are arithmetic only.

/// Normal positive numbers.
SPN_FLOATFN bool isOrdinary(float x) noexcept {
  return __builtin_expect(bitsAs<unsigned>(x) - 0x00800000u < 0x7f000000u, 1);
}

/// A positive number as 2^exponent (1 + fraction).
struct SplitFloat {
  float exponent, fraction;
};

/// `least`: the bits of the least 1 + fraction; the greatest is twice that.
SPN_FLOATFN SplitFloat splitFloat(float x, int least) noexcept {
  const bool ordinary = isOrdinary(x);
  const float normal = ordinary ? x : x * 8388608.0f;
  const int field = static_cast<int>(bitsAs<unsigned>(normal) - static_cast<unsigned>(least));
  const float mantissa = bitsAs<float>((field & 0x7fffff) + least);
  return {static_cast<float>((field >> 23) - (ordinary ? 0 : 23)), mantissa - 1.0f};
}

/// The logarithm of x, given that `value` is it for positive finite numbers.
SPN_FLOATFN float finishLog(float x, float value) noexcept {
  if (isOrdinary(x))
    return value;
  value = x < __builtin_inff() ? value : x; // infinity and NaN
  value = x == 0 ? -__builtin_inff() : value;
  return x < 0 ? __builtin_nanf("") : value;
}

/// (log(1 + x) - x) / x^2, |x| <= 1/3
constexpr float logCoefficients[] = {-0.5f,
                                     0.3333320915699005f,
                                     -0.24999716877937317f,
                                     0.20010748505592346f,
                                     -0.16682304441928864f,
                                     0.14001157879829407f,
                                     -0.12167161703109741f,
                                     0.14004766941070557f,
                                     -0.12948954105377197f};

SPN_FLOATFN float logFloat(float x) noexcept {
  const SplitFloat s = splitFloat(x, twoThirds);
  const float f = s.fraction;
  // In two parts, of which the product with the high one is exact.
  const float low =
      f * f * polynomialUnrolled(logCoefficients, f) + fusedFloat(s.exponent, -2.1219444e-4f, f);
  return finishLog(x, s.exponent * 0.693359375f + low);
}

/// log2(1 + x) / x - 1.44269502, the latter 1 / ln(2) as near as floats come, 1 + x from sqrt(1/2)
/// to sqrt(2)
constexpr float log2Coefficients[] = {
    -1.0542692052695202e-08f, -0.7213475108146667f,  0.48089802265167236f, -0.3606741428375244f,
    0.2885710299015045f,      -0.24046392738819122f, 0.20511777698993683f, -0.17900000512599945f,
    0.17169442772865295f,     -0.16845017671585083f, 0.09702277928590775f};

SPN_FLOATFN float log2Float(float x) noexcept {
  const SplitFloat s = splitFloat(x, rootOfHalf);
  const float f = s.fraction;
  // The leading term f / ln(2) as f + 0.44 f, and the sum of exponent and f without its error: what
  // is rounded is small.
  const float rest =
      fusedFloat(f, 0.4426950408889634f, f * polynomialUnrolled(log2Coefficients, f));
  const float sum = s.exponent + f, lost = f - (sum - s.exponent);
  return finishLog(x, sum + (lost + rest));
}

/// log10(1 + x) / x - 0.43429448, the latter 1 / ln(10) as near as floats come, |x| <= 1/3
constexpr float log10Coefficients[] = {
    -2.6524693552687495e-09f, -0.21714724600315094f, 0.14476428925991058f,  -0.10857239365577698f,
    0.0869055762887001f,      -0.07245032489299774f, 0.060806259512901306f, -0.05284131318330765f,
    0.06082192808389664f,     -0.056236594915390015f};

SPN_FLOATFN float log10Float(float x) noexcept {
  const SplitFloat s = splitFloat(x, twoThirds);
  const float f = s.fraction;
  const float part =
      0.5f * f + fusedFloat(f, -0.06570551809674817f, f * polynomialUnrolled(log10Coefficients, f));
  const float low = part + s.exponent * 4.605038981195214e-06f;
  return finishLog(x, s.exponent * 0.301025390625f + low);
}

/// log2((1 + t) / (1 - t)) / t in t^2, |t| <= 1/5
constexpr double powLogCoefficients[] = {2.8853900817773597,  0.9617966949209465,
                                         0.5770777337079078,  0.4122278959889792,
                                         0.31923049465160735, 0.29142882370187967};
/// exp2(x), |x| <= 1/2
constexpr double powExpCoefficients[] = {
    0.9999999999616817,   0.6931471807284147,  0.24022651198159883,   0.055504103535259204,
    0.009618027253259437, 0.00133339225171728, 0.0001546929128394313, 1.5201929825521812e-05};

/// x^y, given that `value` is |x|^y for finite |x| that are not zero, and finite y.
SPN_FLOATFN float finishPow(float x, float y, float value) noexcept {
  const float infinity = __builtin_inff();
  const float magnitude = __builtin_fabsf(x), size = __builtin_fabsf(y);
  if (__builtin_expect(isOrdinary(x) && size < infinity, 1))
    return value;
  // Zero, infinity and NaN to a power.
  const bool proper = magnitude > 0 && magnitude < infinity;
  const float end = (magnitude == 0) == (y < 0) ? infinity : 0.0f;
  float result = proper ? value : end;
  result = size == infinity ? ((magnitude > 1) == (y > 0) ? infinity : 0.0f) : result;
  // Negative numbers to integer powers. From 2^24 on every number is an even integer.
  const bool large = !(size < 16777216.0f);
  const float small = large ? 0.0f : y;
  const bool whole = __builtin_rintf(small) == small;
  const bool odd = whole && (static_cast<int>(small) & 1);
  const bool negative = bitsAs<int>(x) < 0;
  result = negative && odd ? -result : result;
  result = x < 0 && magnitude < infinity && !whole ? __builtin_nanf("") : result;
  result = magnitude == 1 && size == infinity ? 1.0f : result;
  result = x != x || y != y ? x + y : result;
  return x == 1 || y == 0 ? 1.0f : result;
}

/// In double precision, because the logarithm's error grows with the exponent.
SPN_FLOATFN float powFloat(float x, float y) noexcept {
  const SplitFloat s = splitFloat(__builtin_fabsf(x), twoThirds);
  const double f = static_cast<double>(s.fraction);
  const double t = f / (f + 2.0);
  const double log2 =
      static_cast<double>(s.exponent) + t * polynomialUnrolled(powLogCoefficients, t * t);
  double z = static_cast<double>(y) * log2;
  z = z < -160.0 ? -160.0 : z;
  z = z > 130.0 ? 130.0 : z;
  const NearestDouble n = nearestDouble(z);
  const unsigned long long scale = static_cast<unsigned long long>(n.whole + 1023u) << 52;
  const double power = polynomialUnrolled(powExpCoefficients, z - n.value) * bitsAs<double>(scale);
  return finishPow(x, y, static_cast<float>(power));
}

} // namespace detail
} // namespace spn
