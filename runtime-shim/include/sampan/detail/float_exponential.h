// SPDX-License-Identifier: Apache-2.0
// Exponentials of floats without branches, calls or tables, so that loops over them vectorise:
// expf, exp2f, exp10f, and tanhf and erff by way of expf.
#pragma once

#include "sampan/detail/float_names.h"
#include "sampan/detail/math_support.h"

namespace spn {
namespace detail {

/// x y + z, rounded once where the hardware can. Left to itself, the compiler chooses which of two
/// products to fuse.
SPN_FLOATFN float fusedFloat(float x, float y, float z) noexcept {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return __builtin_fmaf(x, y, z);
#else
  return x * y + z;
#endif
}

/// c[0] + c[1] x + c[2] x^2 + ..., the even powers and the odd ones by Horner's rule each: half as
/// long a chain of operations, for one product more.
template <class T, int N> SPN_FLOATFN T polynomialUnrolled(const T (&c)[N], T x) noexcept {
  const T square = x * x;
  T last = c[N - 1], other = c[N - 2];
#pragma GCC unroll 16
  for (int i = N - 3; i >= 0; --i) {
    const T next = last * square + c[i];
    last = other;
    other = next;
  }
  return last * x + other;
}

/// The integer nearest to a number, also as an int. NaN passes, with an int without meaning.
struct NearestFloat {
  float value;
  int whole;
};
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__)
SPN_FLOATFN NearestFloat nearestFloat(float x) noexcept {
  const float value = __builtin_rintf(x);
  return {value, static_cast<int>(value)};
}
#else
/// |x| up to 2^21. Adding a number whose last place is 1 leaves the integer in the last places,
/// which is shorter than rounding and converting, and has no case of its own for NaN.
SPN_FLOATFN NearestFloat nearestFloat(float x) noexcept {
  constexpr float shift = 12582912.0f;
  const float shifted = x + shift;
  return {shifted - shift, static_cast<int>(bitsAs<unsigned>(shifted) - 0x4b400000u)};
}
#endif

/// The integer nearest to a number, and its last 32 bits. NaN passes, with bits without meaning.
struct NearestDouble {
  double value;
  unsigned whole;
};
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__)
SPN_FLOATFN NearestDouble nearestDouble(double x) noexcept {
  const double value = __builtin_rint(x);
  return {value, static_cast<unsigned>(static_cast<int>(value))};
}
#else
/// |x| up to 2^50; see nearestFloat().
SPN_FLOATFN NearestDouble nearestDouble(double x) noexcept {
  constexpr double shift = 6755399441055744.0;
  const double shifted = x + shift;
  return {shifted - shift, static_cast<unsigned>(bitsAs<unsigned long long>(shifted))};
}
#endif

/// x 2^n for |n| up to 252. Two factors, so that neither leaves the range of normal numbers before
/// the result does; only the second product rounds.
SPN_FLOATFN float scaleFloat(float x, int n) noexcept {
  const unsigned half = static_cast<unsigned>(n >> 1), rest = static_cast<unsigned>(n) - half;
  return x * bitsAs<float>((half + 127u) << 23) * bitsAs<float>((rest + 127u) << 23);
}

/// NaN passes.
SPN_FLOATFN float clampFloat(float x, float low, float high) noexcept {
  x = x < low ? low : x;
  return x > high ? high : x;
}

/// exp(x) - 1 - x through x^2, |x| <= 0.35
constexpr float expCoefficients[] = {0.5f, 0.16666516661643982f, 0.04166619852185249f,
                                     0.008369239047169685f, 0.0013951098080724478f};

SPN_FLOATFN float expFloat(float x) noexcept {
  const NearestFloat n = nearestFloat(x * 1.4426950408889634f);
  // The high part of ln 2 is so short that its product with n is exact.
  const float high = x - n.value * 0.693359375f, low = n.value * -2.1219444e-4f, r = high - low;
  const float p = 1.0f + (high + (r * r * polynomialUnrolled(expCoefficients, r) - low));
  // A branch that code of one thread can count on; vectors compute both.
  if (__builtin_expect(__builtin_fabsf(x) <= 87.0f, 1))
    return p * bitsAs<float>((static_cast<unsigned>(n.whole) + 127u) << 23);
  float result = scaleFloat(p, n.whole);
  result = x > 89.0f ? __builtin_inff() : result;
  return x < -104.0f ? 0.0f : result;
}

/// (exp2(x) - 1) / x, |x| <= 1/2
constexpr float exp2Coefficients[] = {0.6931471824645996f,    0.24022650718688965f,
                                      0.05550326034426689f,   0.0096180010586977f,
                                      0.0013400937896221876f, 0.0001547711726743728f};

SPN_FLOATFN float exp2Float(float x) noexcept {
  x = clampFloat(x, -152.0f, 129.0f);
  const NearestFloat n = nearestFloat(x);
  const float r = x - n.value;
  return scaleFloat(1.0f + r * polynomialUnrolled(exp2Coefficients, r), n.whole);
}

/// (exp10(x) - 1) / x, |x| <= log10(2) / 2
constexpr float exp10Coefficients[] = {
    2.3025851249694824f, 2.650949001312256f,  2.0346786975860596f, 1.171243667602539f,
    0.5393776893615723f, 0.2078588306903839f, 0.06836989521980286f};

SPN_FLOATFN float exp10Float(float x) noexcept {
  x = clampFloat(x, -46.0f, 39.0f);
  const NearestFloat n = nearestFloat(x * 3.321928094887362f);
  const float r = (x - n.value * 0.301025390625f) - n.value * 4.605038981195214e-06f;
  return scaleFloat(1.0f + r * polynomialUnrolled(exp10Coefficients, r), n.whole);
}

/// (tanh(x) / x - 1) / x^2 in x^2, |x| <= 0.56
constexpr float tanhCoefficients[] = {-0.33333316445350647f, 0.13332499563694f,
                                      -0.05384227633476257f, 0.02102721855044365f,
                                      -0.0062074302695691586f};

SPN_FLOATFN float tanhFloat(float x) noexcept {
  const float magnitude = __builtin_fabsf(x), z = x * x;
  const float near = magnitude + magnitude * (z * polynomialUnrolled(tanhCoefficients, z));
  const float far = 1.0f - 2.0f / (expFloat(2.0f * magnitude) + 1.0f);
  return __builtin_copysignf(magnitude < 0.55f ? near : far, x);
}

/// erf(x) / x - 1 in x^2, |x| <= 0.93
constexpr float erfCoefficients[] = {
    0.12837916612625122f,  -0.37612631916999817f,   0.11283688992261887f,  -0.02685900405049324f,
    0.005200024228543043f, -0.0008131089271046221f, 8.320576307596639e-05f};
/// log(1 - erf(x)), 0.92 <= x <= 4
constexpr float erfTailCoefficients[] = {
    0.000174682994838804f, -1.1295149326324463f,   -0.6333469152450562f,   -0.10828007012605667f,
    0.025119416415691376f, -0.004171058535575867f, 0.0004344616027083248f, -2.109496017510537e-05f};

SPN_FLOATFN float erfFloat(float x) noexcept {
  const float magnitude = __builtin_fabsf(x), z = x * x;
  const float near = x + x * polynomialUnrolled(erfCoefficients, z);
  const float place = magnitude > 4.0f ? 4.0f : magnitude; // beyond, the result rounds to 1
  const float far = 1.0f - expFloat(polynomialUnrolled(erfTailCoefficients, place));
  return magnitude < 0.925f ? near : __builtin_copysignf(far, x);
}

} // namespace detail
} // namespace spn
