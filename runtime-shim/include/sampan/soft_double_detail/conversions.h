// SPDX-License-Identifier: Apache-2.0
// Doubles from and to integers and floats, and to whole numbers, in integers. Numbers that an
// integer cannot hold become the nearest that it can, as on CUDA's devices.
#ifndef SAMPAN_SOFT_DOUBLE_CONVERSIONS_H
#define SAMPAN_SOFT_DOUBLE_CONVERSIONS_H

#include "sampan/soft_double_detail/format.h"

#include <type_traits>

namespace spn {
namespace soft {

SPN_SOFT_DOUBLE unsigned bitsOf(float x) {
  union {
    float number;
    unsigned bits;
  } both;
  both.number = x;
  return both.bits;
}
SPN_SOFT_DOUBLE float floatOf(unsigned x) {
  union {
    unsigned bits;
    float number;
  } both;
  both.bits = x;
  return both.number;
}

SPN_SOFT_DOUBLE Bits fromMagnitude(bool sign, Bits x) {
  if (!x)
    return 0;
  if (x >> 63)
    return round(sign, exponentBias + 63, x >> 1 | (x & 1));
  return normaliseAndRound(sign, exponentBias + 62, x);
}

SPN_SOFT_DOUBLE Bits fromInteger(long long x) {
  const Bits bits = static_cast<Bits>(x);
  return fromMagnitude(x < 0, x < 0 ? 0 - bits : bits);
}

SPN_SOFT_DOUBLE Bits fromFloat(unsigned x) {
  const Bits sign = static_cast<Bits>(x >> 31) << 63;
  const unsigned exponent = x >> 23 & 0xff, fraction = x & 0x7fffff;
  if (exponent == 0xff)
    return fraction ? quietNan : sign | infinity;
  if (exponent)
    return sign | static_cast<Bits>(exponent + 896) << 52 | static_cast<Bits>(fraction) << 29;
  if (!fraction)
    return sign;
  const int shift = leadingZeros(fraction) - 40; // to bit 23
  return sign | static_cast<Bits>(897 - shift) << 52 |
         (static_cast<Bits>(fraction) << (29 + shift) & fractionMask);
}

SPN_SOFT_DOUBLE unsigned toFloat(Bits x) {
  const unsigned sign = static_cast<unsigned>(x >> 63) << 31;
  if (isNan(x))
    return 0x7fffffffu;
  if (isInfinite(x))
    return sign | 0x7f800000u;
  if (isZero(x))
    return sign;
  const Parts parts = partsOf(x);
  int exponent = parts.exponent - 896;
  if (exponent >= 0xff)
    return sign | 0x7f800000u;
  Bits fraction = parts.fraction;
  if (exponent < 1) {
    fraction = shiftSticky(fraction, 1 - exponent);
    exponent = 1;
  }
  const Bits rest = fraction & 0x1fffffff;
  unsigned kept = static_cast<unsigned>(fraction >> 29);
  if (rest > 0x10000000 || (rest == 0x10000000 && (kept & 1)))
    ++kept;
  return sign | ((static_cast<unsigned>(exponent - 1) << 23) + kept);
}

/// The whole part without its sign; `width` bits are there for it.
SPN_SOFT_DOUBLE Bits magnitude(Bits x, int width) {
  const Bits most = width == 64 ? ~0ull : (1ull << width) - 1;
  const int exponent = static_cast<int>(x >> 52 & 0x7ff) - exponentBias;
  if (exponent < 0)
    return 0;
  if (exponent >= width)
    return most;
  const Bits fraction = (x & fractionMask) | 1ull << 52;
  return exponent <= 52 ? fraction >> (52 - exponent) : fraction << (exponent - 52);
}

SPN_SOFT_DOUBLE long long toInteger(Bits x, int width) {
  const Bits least = 1ull << width;
  if (isNan(x))
    return width == 63 ? static_cast<long long>(least) : 0;
  if (!(x >> 63))
    return static_cast<long long>(magnitude(x, width));
  const Bits whole = magnitude(x, width + 1); // one more there is below zero
  return static_cast<long long>(0 - (whole > least ? least : whole));
}

SPN_SOFT_DOUBLE Bits toMagnitude(Bits x, int width) {
  if (isNan(x))
    return width == 64 ? signBit : 0;
  return x >> 63 ? 0 : magnitude(x, width);
}

/// Without what follows the point.
SPN_SOFT_DOUBLE Bits truncated(Bits x) {
  const int exponent = static_cast<int>(x >> 52 & 0x7ff) - exponentBias;
  if (isNan(x))
    return quietNan;
  if (exponent >= 52)
    return x;
  return exponent < 0 ? x & signBit : x & ~(fractionMask >> exponent);
}

/// The nearest whole number, the even one of two.
SPN_SOFT_DOUBLE Bits toEven(Bits x) {
  const int exponent = static_cast<int>(x >> 52 & 0x7ff) - exponentBias;
  if (isNan(x))
    return quietNan;
  if (exponent >= 52)
    return x;
  const Bits sign = x & signBit;
  if (exponent < -1)
    return sign;
  if (exponent == -1) // 0.5 goes to 0, all above it to 1
    return sign | ((x & fractionMask) ? static_cast<Bits>(exponentBias) << 52 : 0);
  const Bits unit = 1ull << (52 - exponent), rest = x & (unit - 1);
  const Bits whole = x & ~(unit - 1);
  const bool odd = exponent == 0 || (x & unit);
  return rest > unit / 2 || (rest == unit / 2 && odd) ? whole + unit : whole;
}

template <class T>
using IfNumber =
    typename std::enable_if<std::is_arithmetic<T>::value || std::is_enum<T>::value, int>::type;

/// To any type of number. What is narrower than int goes by int, as in conversions of double.
template <class T, bool isSigned = static_cast<T>(-1) < static_cast<T>(0)> struct Converter {
  static SPN_SOFT_DOUBLE T from(Bits x) {
    return static_cast<T>(toInteger(x, sizeof(T) == 8 ? 63 : 31));
  }
};
template <class T> struct Converter<T, false> {
  static SPN_SOFT_DOUBLE T from(Bits x) {
    return sizeof(T) < 4 ? static_cast<T>(toInteger(x, 31))
                         : static_cast<T>(toMagnitude(x, sizeof(T) == 8 ? 64 : 32));
  }
};
template <> struct Converter<bool, false> {
  static SPN_SOFT_DOUBLE bool from(Bits x) { return !isZero(x); }
};
template <> struct Converter<float, true> {
  static SPN_SOFT_DOUBLE float from(Bits x) { return floatOf(toFloat(x)); }
};
template <> struct Converter<double, true> {
  static SPN_SOFT_DOUBLE double from(Bits x) { return __builtin_bit_cast(double, x); }
};

} // namespace soft
} // namespace spn

#endif
