// SPDX-License-Identifier: Apache-2.0
// Conversions between float, double, integers and the small floating-point formats (half, bfloat16,
// fp8). All of them round exactly once, in integer arithmetic, in float operations that are exact,
// or by the processor's half-precision instructions. The results do not depend on which: NaNs, in
// which those differ, are made CUDA's.
#pragma once

#include "sampan/vector_types.h"

#include <cstdint>
#include <type_traits>

#if defined(__GNUC__) || defined(__clang__)
#define SPN_HALF_INLINE inline __attribute__((always_inline)) SPN_HD
#else
#define SPN_HALF_INLINE inline SPN_HD
#endif

namespace spn {
namespace detail {

enum class Round { Nearest, Zero, Down, Up };

/// A binary format with an implicit leading bit, infinities and NaNs as IEEE 754 has them.
template <int Exponent, int Mantissa> struct SmallFormat {
  static constexpr int exponentBits = Exponent, mantissaBits = Mantissa;
  static constexpr int bias = (1 << (Exponent - 1)) - 1;
  static constexpr std::uint32_t infinity = ((1u << Exponent) - 1) << Mantissa;
  static constexpr std::uint32_t nan = (1u << (Exponent + Mantissa)) - 1; ///< CUDA's canonical NaN
  static constexpr std::uint32_t sign = 1u << (Exponent + Mantissa);
};

using HalfFormat = SmallFormat<5, 10>;
using BFloatFormat = SmallFormat<8, 7>;

SPN_HALF_INLINE constexpr std::uint32_t floatBits(float value) {
  return __builtin_bit_cast(std::uint32_t, value);
}
SPN_HALF_INLINE constexpr float bitsFloat(std::uint32_t bits) {
  return __builtin_bit_cast(float, bits);
}

/// Keeps the bits of `significand` above `shift`, rounded. `sticky`: nonzero bits lie below it.
SPN_HD inline constexpr std::uint64_t roundShift(std::uint64_t significand, int shift, bool sticky,
                                                 bool negative, Round round) {
  if (shift <= 0)
    return significand << -shift;
  const std::uint64_t kept = shift > 63 ? 0 : significand >> shift;
  const bool half = shift > 64 ? false : (significand >> (shift - 1)) & 1;
  const bool rest =
      sticky || (shift > 64 ? significand != 0
                            : (significand & ((std::uint64_t(1) << (shift - 1)) - 1)) != 0);
  bool up = false;
  switch (round) {
  case Round::Nearest:
    up = half && (rest || (kept & 1));
    break;
  case Round::Zero:
    break;
  case Round::Down:
    up = negative && (half || rest);
    break;
  case Round::Up:
    up = !negative && (half || rest);
    break;
  }
  return kept + (up ? 1 : 0);
}

/// What a finite value beyond the format's range becomes: infinity, or the largest finite number
/// where the rounding mode points towards zero.
template <class Format>
SPN_HD inline constexpr std::uint32_t overflowed(bool negative, Round round) {
  const bool towardsZero = round == Round::Zero || (round == Round::Down && !negative) ||
                           (round == Round::Up && negative);
  return towardsZero ? Format::infinity - 1 : Format::infinity;
}

/// (-1)^negative * significand * 2^exponent in `Format`, rounded once. significand != 0.
template <class Format>
SPN_HD inline constexpr std::uint32_t pack(bool negative, int exponent, std::uint64_t significand,
                                           Round round) {
  const int top = exponent + 63 - __builtin_clzll(significand);
  const int lowest = 1 - Format::bias;
  const int scale = top > lowest ? top : lowest; // exponent of the implicit bit
  const std::uint32_t sign = negative ? Format::sign : 0;
  if (top > Format::bias)
    return sign | overflowed<Format>(negative, round);
  const std::uint64_t kept =
      roundShift(significand, scale - Format::mantissaBits - exponent, false, negative, round);
  // A normal number's implicit bit adds the last one to the exponent; so does a carry.
  const std::uint32_t bits =
      (std::uint32_t(scale - lowest) << Format::mantissaBits) + std::uint32_t(kept);
  return sign | (bits >= Format::infinity ? overflowed<Format>(negative, round) : bits);
}

/// A double in `Format`, rounded once.
template <class Format>
SPN_HD inline constexpr std::uint16_t fromDouble(double value, Round round = Round::Nearest) {
  const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, value);
  const bool negative = bits >> 63;
  const int exponent = int(bits >> 52) & 0x7ff;
  const std::uint64_t mantissa = bits & ((std::uint64_t(1) << 52) - 1);
  if (exponent == 0x7ff)
    return std::uint16_t(mantissa ? Format::nan : (negative ? Format::sign : 0) | Format::infinity);
  if (exponent == 0 && mantissa == 0)
    return std::uint16_t(negative ? Format::sign : 0);
  return std::uint16_t(exponent == 0 ? pack<Format>(negative, -1074, mantissa, round)
                                     : pack<Format>(negative, exponent - 1075,
                                                    mantissa | (std::uint64_t(1) << 52), round));
}

/// A float in `Format`, rounded once. Conversion to double is exact.
template <class Format> SPN_HD inline constexpr std::uint16_t fromFloat(float value, Round round) {
  return fromDouble<Format>(double(value), round);
}

/// An integer in `Format`, rounded once.
template <class Format, class Integer>
SPN_HD inline constexpr std::uint16_t fromInteger(Integer value, Round round = Round::Nearest) {
  if (value == 0)
    return 0;
  const bool negative = value < 0;
  const std::uint64_t magnitude =
      negative ? std::uint64_t(0) - std::uint64_t(value) : std::uint64_t(value);
  return std::uint16_t(pack<Format>(negative, 0, magnitude, round));
}

#if defined(__F16C__) && !defined(__SAMPAN_PARSE__)
#define SPN_HALF_PROCESSOR 1
#if defined(__clang__)
SPN_HALF_INLINE std::uint16_t processorToHalf(float value) {
  return __builtin_bit_cast(std::uint16_t, static_cast<__fp16>(value));
}
SPN_HALF_INLINE float processorToFloat(std::uint16_t half) {
  return static_cast<float>(__builtin_bit_cast(__fp16, half));
}
#else
SPN_HALF_INLINE std::uint16_t processorToHalf(float value) {
  typedef float Floats __attribute__((vector_size(16)));
  return std::uint16_t(__builtin_ia32_vcvtps2ph(Floats{value, 0, 0, 0}, 0)[0]);
}
SPN_HALF_INLINE float processorToFloat(std::uint16_t half) {
  typedef short Halves __attribute__((vector_size(16)));
  return __builtin_ia32_vcvtph2ps(Halves{short(half), 0, 0, 0, 0, 0, 0, 0})[0];
}
#endif
#endif

/// float -> half, to nearest even, without branches so that loops over arrays vectorise. Adding 0.5
/// puts a denormal's last bit where a float in [0.5, 1) has its own, so the addition rounds it.
SPN_HALF_INLINE constexpr std::uint16_t floatToHalf(float value) {
  const std::uint32_t bits = floatBits(value);
#ifdef SPN_HALF_PROCESSOR
  if (!__builtin_is_constant_evaluated())
    return (bits & 0x7fffffffu) > 0x7f800000u ? std::uint16_t(0x7fff) : processorToHalf(value);
#endif
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  const std::uint32_t normal = (magnitude + 0xfffu + ((magnitude >> 13) & 1) - 0x38000000u) >> 13;
  const std::uint32_t small = magnitude < 0x38800000u ? magnitude : 0;
  const std::uint32_t denormal = floatBits(bitsFloat(small) + 0.5f) - 0x3f000000u;
  std::uint32_t result = magnitude < 0x38800000u ? denormal : normal;
  result = magnitude >= 0x47800000u ? 0x7c00u : result;
  result |= sign;
  return std::uint16_t(magnitude > 0x7f800000u ? 0x7fffu : result);
}

/// half -> float; exact. A denormal becomes 2^-14 * (1 + fraction) - 2^-14.
SPN_HALF_INLINE constexpr float halfToFloat(std::uint16_t half) {
#ifdef SPN_HALF_PROCESSOR
  if (!__builtin_is_constant_evaluated())
    return (half & 0x7fffu) > 0x7c00u ? bitsFloat(0x7fffffffu) : processorToFloat(half);
#endif
  const std::uint32_t sign = std::uint32_t(half & 0x8000u) << 16;
  const std::uint32_t magnitude = std::uint32_t(half & 0x7fffu) << 13;
  const bool isSmall = magnitude < 0x00800000u;
  const std::uint32_t small = isSmall ? magnitude : 0;
  const std::uint32_t denormal = floatBits(bitsFloat(small + 0x38800000u) - bitsFloat(0x38800000u));
  const std::uint32_t normal = magnitude + 0x38000000u;
  const std::uint32_t special = magnitude > 0x0f800000u ? 0x7fffffffu : 0x7f800000u;
  std::uint32_t result = isSmall ? denormal : normal;
  result = magnitude >= 0x0f800000u ? special : result;
  return bitsFloat(magnitude > 0x0f800000u ? result : (result | sign));
}

/// float -> bfloat16, to nearest even.
SPN_HALF_INLINE constexpr std::uint16_t floatToBFloat(float value) {
  const std::uint32_t bits = floatBits(value);
  const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1)) >> 16;
  return std::uint16_t((bits & 0x7fffffffu) > 0x7f800000u ? 0x7fffu : rounded);
}

SPN_HALF_INLINE constexpr float bfloatToFloat(std::uint16_t bits) {
  return bitsFloat(std::uint32_t(bits) << 16);
}

/// One spelling for both formats, for code that is written once for half and bfloat16.
template <class Format> struct Convert;
template <> struct Convert<HalfFormat> {
  SPN_HALF_INLINE static constexpr float toFloat(std::uint16_t bits) { return halfToFloat(bits); }
  SPN_HALF_INLINE static constexpr std::uint16_t fromFloat(float value) {
    return floatToHalf(value);
  }
};
template <> struct Convert<BFloatFormat> {
  SPN_HALF_INLINE static constexpr float toFloat(std::uint16_t bits) { return bfloatToFloat(bits); }
  SPN_HALF_INLINE static constexpr std::uint16_t fromFloat(float value) {
    return floatToBFloat(value);
  }
};

SPN_HALF_INLINE float roundToIntegral(float value, Round round) {
  switch (round) {
  case Round::Nearest:
    return __builtin_rintf(value);
  case Round::Zero:
    return __builtin_truncf(value);
  case Round::Down:
    return __builtin_floorf(value);
  case Round::Up:
    break;
  }
  return __builtin_ceilf(value);
}

/// float -> integer as CUDA converts: out of range saturates, NaN is 0, or the top bit alone for
/// 64-bit integers.
template <class Integer> SPN_HALF_INLINE Integer toInteger(float value, Round round) {
  using Unsigned = typename std::make_unsigned<Integer>::type;
  constexpr int bits = int(sizeof(Integer) * 8);
  constexpr bool isSigned = std::is_signed<Integer>::value;
  constexpr Unsigned topBit = Unsigned(Unsigned(1) << (bits - 1));
  constexpr Unsigned largest = isSigned ? Unsigned(topBit - 1) : Unsigned(~Unsigned(0));
  constexpr float limit = float(topBit) * (isSigned ? 1.0f : 2.0f); // one above the largest
  if (value != value)
    return bits == 64 ? Integer(topBit) : Integer(0);
  const float integral = roundToIntegral(value, round);
  if (integral >= limit)
    return Integer(largest);
  if (integral < (isSigned ? -limit : 0.0f))
    return isSigned ? Integer(topBit) : Integer(0);
  return Integer(integral);
}

// Options such as -ffast-math would simplify an error term to zero.
#ifdef __FAST_MATH__
#define SPN_HALF_OPAQUE(variable) __asm__("" : "+m"(variable));
#else
#define SPN_HALF_OPAQUE(variable)
#endif

/// a * b + c for operands of at most 11 significant bits, with what double cannot hold kept as a
/// sticky last bit (rounding to odd), so that a later rounding to a small format is the only one.
SPN_HALF_INLINE double fusedToOdd(float a, float b, float c) {
  const double product = double(a) * double(b); // exact
  const double addend = c;
  double sum = product + addend;
  SPN_HALF_OPAQUE(sum)
  double virtualAddend = sum - product;
  SPN_HALF_OPAQUE(virtualAddend)
  double virtualProduct = sum - virtualAddend;
  SPN_HALF_OPAQUE(virtualProduct)
  double lostOfProduct = product - virtualProduct, lostOfAddend = addend - virtualAddend;
  SPN_HALF_OPAQUE(lostOfProduct)
  SPN_HALF_OPAQUE(lostOfAddend)
  const double error = lostOfProduct + lostOfAddend;
  const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, sum);
  if (!(error < 0 || error > 0) || (bits & 1)) // exact, NaN, infinite, or odd already
    return sum;
  const bool away = (error > 0) == (sum > 0);
  return __builtin_bit_cast(double, away ? bits + 1 : bits - 1);
}

/// A double as a float, rounded to odd, so that a later rounding to a small format is the only one.
SPN_HALF_INLINE float toFloatOdd(double value) {
  float near = static_cast<float>(value);
  SPN_HALF_OPAQUE(near)
  const double error = value - static_cast<double>(near);
  const std::uint32_t bits = floatBits(near);
  const std::uint32_t inexact = error < 0 || error > 0 ? ~bits & 1u : 0u;
  const bool away = (error > 0) == (near > 0) || near == 0;
  return bitsFloat(away ? bits + inexact : bits - inexact);
}
#undef SPN_HALF_OPAQUE

template <class Format> SPN_HD inline std::uint16_t fusedExactly(float a, float b, float c) {
  return Convert<Format>::fromFloat(toFloatOdd(fusedToOdd(a, b, c)));
}

/// a * b + c for operands of the format, rounded once. Rounding the sum in float first does no harm
/// unless that comes to lie beside the middle of two neighbours in the format. Below `least` the
/// middles are elsewhere, or the product was inexact.
template <class Format> SPN_HALF_INLINE std::uint16_t fused(float a, float b, float c) {
  constexpr int dropped = 23 - Format::mantissaBits;
  constexpr std::uint32_t middle = 1u << (dropped - 1), below = (1u << dropped) - 1;
  constexpr std::uint32_t least = Format::exponentBits == 5 ? 0x38800000u : 0x21800000u;
  const float sum = a * b + c;
  const std::uint32_t magnitude = floatBits(sum) & 0x7fffffffu;
  const bool apart = ((magnitude - (middle - 1)) & below) > 2;
  if (__builtin_expect(apart && (magnitude - least < 0x7f000000u - least || !magnitude), 1))
    return Convert<Format>::fromFloat(sum);
  return fusedExactly<Format>(a, b, c);
}

} // namespace detail
} // namespace spn
