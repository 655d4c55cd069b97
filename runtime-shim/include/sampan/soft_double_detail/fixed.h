// SPDX-License-Identifier: Apache-2.0
// Fixed point with 62 bits behind the point: what series for functions are summed in. Results are
// rounded to double once.
#ifndef SAMPAN_SOFT_DOUBLE_FIXED_H
#define SAMPAN_SOFT_DOUBLE_FIXED_H

#include "sampan/soft_double_detail/arithmetic.h"
#include "sampan/soft_double_detail/conversions.h"

namespace spn {
namespace soft {

static const Bits fixedOne = 1ull << 62;

/// x / 2^62 * 2^exponent.
struct Fixed {
  bool sign;
  int exponent;
  Bits x; ///< below 2^63
};

SPN_SOFT_DOUBLE Fixed fixed(bool sign, int exponent, Bits x) {
  Fixed result;
  result.sign = sign;
  result.exponent = exponent;
  result.x = x;
  return result;
}

/// With bit 62 as the highest, or 0.
SPN_SOFT_DOUBLE Fixed normalised(Fixed a) {
  if (!a.x)
    return a;
  const int shift = leadingZeros(a.x) - 1;
  return fixed(a.sign, a.exponent - shift, a.x << shift);
}

SPN_SOFT_DOUBLE Bits rounded(const Fixed &a) {
  return a.x ? normaliseAndRound(a.sign, a.exponent + exponentBias, a.x) : a.sign ? signBit : 0;
}

SPN_SOFT_DOUBLE Fixed fixedOf(Bits x) { // a number that is not 0
  const Parts parts = partsOf(x);
  return fixed(parts.sign, parts.exponent - exponentBias, parts.fraction << 10);
}

/// a * b / 2^62.
SPN_SOFT_DOUBLE Bits times(Bits a, Bits b) {
  const Wide product = multiplyWide(a, b);
  return product.high << 2 | product.low >> 62;
}

SPN_SOFT_DOUBLE Fixed product(Fixed a, Fixed b) {
  a = normalised(a), b = normalised(b);
  const Wide wide = multiplyWide(a.x, b.x);
  return normalised(
      fixed(a.sign != b.sign, a.exponent + b.exponent + 1, wide.high << 1 | wide.low >> 63));
}

/// Rounded once, the sticky rest included.
SPN_SOFT_DOUBLE Bits roundedProduct(Fixed a, Fixed b) {
  a = normalised(a), b = normalised(b);
  if (!a.x || !b.x)
    return a.sign != b.sign ? signBit : 0;
  const Wide wide = multiplyWide(a.x, b.x);
  return rounded(fixed(a.sign != b.sign, a.exponent + b.exponent + 2, wide.high | (wide.low != 0)));
}

SPN_SOFT_DOUBLE Fixed quotient(Fixed a, Fixed b) {
  a = normalised(a), b = normalised(b);
  int exponent = a.exponent - b.exponent;
  Bits rest = a.x, digits = 0;
  if (rest < b.x) {
    rest <<= 1;
    --exponent;
  }
  for (int i = 0; i < 63; ++i) {
    digits <<= 1;
    if (rest >= b.x) {
      rest -= b.x;
      digits |= 1;
    }
    rest <<= 1;
  }
  return fixed(a.sign != b.sign, exponent, a.x ? digits | (rest != 0) : 0);
}

SPN_SOFT_DOUBLE Fixed sum(Fixed a, Fixed b) {
  a = normalised(a), b = normalised(b);
  if (!b.x || (a.x && a.exponent < b.exponent) || (a.x && a.exponent == b.exponent && a.x < b.x)) {
    const Fixed other = a;
    a = b;
    b = other;
  }
  if (!a.x)
    return b;
  const Bits small = b.x ? shiftSticky(b.x, a.exponent - b.exponent + 1) : 0;
  const Bits large = a.x >> 1 | (a.x & 1);
  return normalised(
      fixed(a.sign, a.exponent + 1, a.sign == b.sign ? large + small : large - small));
}

/// sum of table[k] * (-+z)^k, by Horner. z is below 1.
SPN_SOFT_DOUBLE Bits series(const Bits *table, int count, Bits z, bool alternating) {
  Bits result = table[count - 1];
  for (int k = count - 2; k >= 0; --k) {
    const Bits more = times(result, z);
    result = alternating ? table[k] - more : table[k] + more;
  }
  return result;
}

/// The value behind the point of a number below 1, or 0 for what is too small to matter.
SPN_SOFT_DOUBLE Bits asFraction(const Fixed &a) {
  return a.exponent >= 0 ? a.x << a.exponent : a.exponent < -63 ? 0 : a.x >> -a.exponent;
}

} // namespace soft
} // namespace spn

#endif
