// SPDX-License-Identifier: Apache-2.0
// Bit patterns of the 8-bit floating-point formats. E5M2 is a short half. E4M3 has no infinity: its
// largest exponent holds ordinary numbers up to 448, and only the pattern of all ones is NaN.
// E8M0 is a power of two without sign.
#pragma once

#include "sampan/half_detail/convert.h"

namespace spn {
namespace detail {

/// E4M3 (or with isE5M2, E5M2) of a double, to nearest even. Beyond the range: the largest finite
/// number with `saturate`, else infinity or, where there is none, NaN. NaN stays NaN.
SPN_HD inline constexpr unsigned char fp8FromDouble(double value, bool isE5M2, bool saturate) {
  // With one exponent more than E4M3 has, the formula for ordinary numbers covers its top ones too.
  using Wide = SmallFormat<5, 3>;
  constexpr int rebias = (Wide::bias - 7) << 3;
  const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, value);
  const unsigned sign = unsigned(bits >> 63) << 7;
  const std::uint64_t magnitude = bits & ~(std::uint64_t(1) << 63);
  if (magnitude > (std::uint64_t(0x7ff) << 52))
    return 0x7f;
  if (isE5M2) {
    const unsigned result = fromDouble<SmallFormat<5, 2>>(value) & 0x7fu;
    return static_cast<unsigned char>(sign | (saturate && result == 0x7c ? 0x7b : result));
  }
  const double absolute = __builtin_bit_cast(double, magnitude);
  if (absolute < 0.015625) // below 2^-6 the step is 2^-9; 2^43 + x has it as its last bit
    return static_cast<unsigned char>(
        sign | unsigned(__builtin_bit_cast(std::uint64_t, absolute + 8796093022208.0) & 0xff));
  const int wide = fromDouble<Wide>(absolute);
  const int result = wide - rebias;
  if (result > 0x7e)
    return static_cast<unsigned char>(sign | (saturate ? 0x7e : 0x7f));
  return static_cast<unsigned char>(sign | unsigned(result));
}

/// The half with the value of an fp8 number; exact. NaN becomes CUDA's canonical NaN.
SPN_HD inline constexpr std::uint16_t halfFromFp8(unsigned char bits, bool isE5M2) {
  if (isE5M2)
    return std::uint16_t((bits & 0x7f) > 0x7c ? 0x7fff : bits << 8);
  const unsigned magnitude = bits & 0x7fu;
  const unsigned sign = (bits & 0x80u) << 8;
  if (magnitude == 0x7f)
    return 0x7fff;
  if (magnitude >= 8) // normal: three mantissa bits to ten, bias 7 to 15
    return std::uint16_t(sign | ((magnitude << 7) + (8u << 10)));
  return std::uint16_t(sign | floatToHalf(float(magnitude) * 0.001953125f)); // times 2^-9
}

/// E8M0 of a float: the exponent of |value|, rounded up or towards zero. NaN is 255.
SPN_HD inline constexpr unsigned char e8m0FromFloat(float value, bool roundUp, bool saturate) {
  const std::uint32_t magnitude = floatBits(value) & 0x7fffffffu;
  if (magnitude > 0x7f800000u)
    return 0xff;
  if (magnitude == 0x7f800000u)
    return saturate ? 0xfe : 0xff;
  std::uint32_t exponent = magnitude >> 23;
  const std::uint32_t fraction = magnitude & 0x7fffffu;
  // A float denormal lies between 0 and 2^-126; pattern 0 means 2^-127.
  const bool above = exponent ? fraction != 0 : fraction > 0x400000u;
  exponent += roundUp && above ? 1 : 0;
  return static_cast<unsigned char>(exponent < 0xff ? exponent : saturate ? 0xfe : 0xff);
}

/// 2^(bits - 127) as a bfloat16.
SPN_HD inline constexpr std::uint16_t bfloatFromE8m0(unsigned char bits) {
  return std::uint16_t(bits == 0xff ? 0x7fff : bits == 0 ? 0x0040 : bits << 7);
}

} // namespace detail
} // namespace spn
