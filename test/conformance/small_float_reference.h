// SPDX-License-Identifier: Apache-2.0
// An independent model of small floating-point formats for the tests: a table of all finite
// numbers, searched and compared in double arithmetic. It shares no code with the shim.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

enum class Towards { Nearest, Zero, Down, Up };

class SmallFloatReference {
public:
  /// `hasInfinity`: the top exponent is infinity and NaN; else only the last pattern is NaN.
  SmallFloatReference(int ofExponent, int ofMantissa, bool hasInfinity = true)
      : exponentBits(ofExponent), mantissaBits(ofMantissa) {
    const int patterns = 1 << (exponentBits + mantissaBits);
    finite = hasInfinity ? patterns - (1 << mantissaBits) : patterns - 1;
    for (int bits = 0; bits <= finite; ++bits) // one more: where infinity would lie as a number
      values.push_back(magnitude(bits));
  }

  /// Number of finite patterns without sign; also the pattern of infinity, or of NaN.
  int finiteCount() const { return finite; }

  double value(unsigned bits) const {
    const unsigned sign = 1u << (exponentBits + mantissaBits);
    const double absolute = values.at(bits & (sign - 1));
    return bits & sign ? -absolute : absolute;
  }

  /// The pattern of `exact` rounded to the format. Overflow gives finiteCount() as the magnitude.
  unsigned round(double exact, Towards mode = Towards::Nearest) const {
    const bool negative = std::signbit(exact);
    const unsigned sign = negative ? 1u << (exponentBits + mantissaBits) : 0;
    const double absolute = std::fabs(exact);
    if (std::isinf(absolute))
      return sign | unsigned(finite);
    const auto above = std::upper_bound(values.begin(), values.end(), absolute);
    if (above == values.end()) {
      const bool keep = mode == Towards::Zero || (mode == Towards::Down && !negative) ||
                        (mode == Towards::Up && negative);
      return sign | unsigned(keep ? finite - 1 : finite);
    }
    const unsigned low = unsigned(above - values.begin()) - 1;
    const double below = absolute - values[low], remaining = values[low + 1] - absolute;
    bool up = false;
    if (mode == Towards::Nearest)
      up = below > remaining || (below == remaining && (low & 1));
    else if (mode != Towards::Zero)
      up = below > 0 && (mode == Towards::Up) != negative;
    return sign | (low + (up ? 1 : 0));
  }

private:
  double magnitude(int bits) const {
    const int exponent = bits >> mantissaBits, mantissa = bits & ((1 << mantissaBits) - 1);
    const int bias = (1 << (exponentBits - 1)) - 1;
    return exponent == 0
               ? std::ldexp(mantissa, 1 - bias - mantissaBits)
               : std::ldexp(mantissa + (1 << mantissaBits), exponent - bias - mantissaBits);
  }

  int exponentBits, mantissaBits, finite;
  std::vector<double> values;
};

/// Numbers at which rounding is decided: every value of the format, every midpoint between
/// neighbours, and what lies a little beside them.
inline std::vector<double> decisivePoints(const SmallFloatReference &format) {
  std::vector<double> points;
  for (int bits = 0; bits < format.finiteCount(); ++bits) {
    const double low = format.value(unsigned(bits));
    const double high =
        bits + 1 < format.finiteCount() ? format.value(unsigned(bits + 1)) : 2 * low;
    const double middle = bits + 1 < format.finiteCount()
                              ? low + (high - low) / 2
                              : low + (low - format.value(unsigned(bits - 1))) / 2;
    for (double point : {low, middle})
      for (double value : {point, double(std::nextafter(float(point), INFINITY)),
                           double(std::nextafter(float(point), 0.0f)),
                           std::nextafter(point, INFINITY), std::nextafter(point, 0.0)}) {
        points.push_back(value);
        points.push_back(-value);
      }
  }
  return points;
}

/// Reproducible pseudo-random bits.
class Bits {
public:
  std::uint32_t next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return std::uint32_t(state >> 16);
  }

private:
  std::uint64_t state = 0x9e3779b97f4a7c15u;
};

/// value * 2^exponent rounded to `precision` bits, ties to even, as a double.
inline double roundInteger(__int128 value, int exponent, int precision) {
  if (value == 0)
    return 0;
  const bool negative = value < 0;
  unsigned __int128 magnitude = negative ? -(unsigned __int128)value : (unsigned __int128)value;
  int top = 127;
  while (!(magnitude >> top))
    --top;
  const int drop = top + 1 - precision;
  if (drop > 0) {
    const unsigned __int128 unit = (unsigned __int128)1 << drop;
    const unsigned __int128 rest = magnitude % unit;
    magnitude -= rest;
    if (rest > unit / 2 || (rest == unit / 2 && (magnitude / unit) % 2))
      magnitude += unit;
  }
  const double result = std::ldexp(double(magnitude), exponent);
  return negative ? -result : result;
}
