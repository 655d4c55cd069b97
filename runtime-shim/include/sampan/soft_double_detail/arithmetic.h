// SPDX-License-Identifier: Apache-2.0
// Sums, products, quotients, roots and comparisons of doubles, in integers.
#ifndef SAMPAN_SOFT_DOUBLE_ARITHMETIC_H
#define SAMPAN_SOFT_DOUBLE_ARITHMETIC_H

#include "sampan/soft_double_detail/format.h"

namespace spn {
namespace soft {

SPN_SOFT_DOUBLE bool equal(Bits a, Bits b) {
  return !isNan(a) && !isNan(b) && (a == b || ((a | b) << 1) == 0);
}

SPN_SOFT_DOUBLE bool less(Bits a, Bits b) {
  if (isNan(a) || isNan(b) || ((a | b) << 1) == 0)
    return false;
  const bool negative = a >> 63;
  if (negative != static_cast<bool>(b >> 63))
    return negative;
  return negative ? b < a : a < b;
}

SPN_SOFT_DOUBLE Bits add(Bits a, Bits b) {
  if (isNan(a) || isNan(b))
    return quietNan;
  if (isInfinite(a))
    return isInfinite(b) && a != b ? quietNan : a;
  if (isInfinite(b))
    return b;
  if (isZero(a))
    return isZero(b) ? a & b : b;
  if (isZero(b))
    return a;
  if ((a & ~signBit) < (b & ~signBit)) {
    const Bits other = a;
    a = b;
    b = other;
  }
  const Parts x = partsOf(a), y = partsOf(b);
  // Nine bits below, one above for the carry.
  const Bits left = x.fraction << 9, right = shiftSticky(y.fraction << 9, x.exponent - y.exponent);
  const Bits sum = x.sign == y.sign ? left + right : left - right;
  return sum ? normaliseAndRound(x.sign, x.exponent + 1, sum) : 0;
}

SPN_SOFT_DOUBLE Bits multiply(Bits a, Bits b) {
  if (isNan(a) || isNan(b) || (isInfinite(a) && isZero(b)) || (isZero(a) && isInfinite(b)))
    return quietNan;
  const Bits sign = (a ^ b) & signBit;
  if (isInfinite(a) || isInfinite(b))
    return sign | infinity;
  if (isZero(a) || isZero(b))
    return sign;
  const Parts x = partsOf(a), y = partsOf(b);
  const Wide product = multiplyWide(x.fraction << 10, y.fraction << 11);
  return normaliseAndRound(sign != 0, x.exponent + y.exponent - exponentBias + 1,
                           product.high | (product.low != 0));
}

SPN_SOFT_DOUBLE Bits divide(Bits a, Bits b) {
  if (isNan(a) || isNan(b) || (isInfinite(a) && isInfinite(b)) || (isZero(a) && isZero(b)))
    return quietNan;
  const Bits sign = (a ^ b) & signBit;
  if (isInfinite(a) || isZero(b))
    return sign | infinity;
  if (isZero(a) || isInfinite(b))
    return sign;
  const Parts x = partsOf(a), y = partsOf(b);
  int exponent = x.exponent - y.exponent + exponentBias;
  Bits rest = x.fraction, quotient = 0;
  if (rest < y.fraction) {
    rest <<= 1;
    --exponent;
  }
  for (int i = 0; i < 56; ++i) { // a bit each time; the first is 1
    quotient <<= 1;
    if (rest >= y.fraction) {
      rest -= y.fraction;
      quotient |= 1;
    }
    rest <<= 1;
  }
  return round(sign != 0, exponent, quotient << 7 | (rest != 0));
}

SPN_SOFT_DOUBLE Bits squareRoot(Bits a) {
  if (isZero(a) || a == infinity)
    return a;
  if (isNan(a) || (a & signBit))
    return quietNan;
  const Parts x = partsOf(a);
  int exponent = x.exponent - exponentBias;
  const bool odd = exponent & 1;
  exponent = (exponent - (odd ? 1 : 0)) / 2 + exponentBias;
  Bits digits = x.fraction << (odd ? 11 : 10); // two at a time from the top
  Bits root = 0, rest = 0;
  for (int i = 0; i < 55; ++i) {
    rest = rest << 2 | digits >> 62;
    digits <<= 2;
    const Bits trial = root << 2 | 1;
    root <<= 1;
    if (rest >= trial) {
      rest -= trial;
      root |= 1;
    }
  }
  return round(false, exponent, root << 8 | (rest != 0));
}

SPN_SOFT_DOUBLE Wide shiftSticky(Wide x, int count) {
  if (count <= 0)
    return x;
  Wide result;
  if (count >= 64) {
    const Bits lost = count > 64 && count < 128 ? x.high << (128 - count) : 0;
    result.high = 0;
    result.low = count >= 128 ? 0 : count == 64 ? x.high : x.high >> (count - 64);
    result.low |= (x.low | lost | (count >= 128 ? x.high : 0)) != 0;
    return result;
  }
  result.high = x.high >> count;
  result.low = x.low >> count | x.high << (64 - count) | ((x.low << (64 - count)) != 0);
  return result;
}

/// a * b + c for numbers: an exact product of 106 bits, and a sum in 128.
SPN_SOFT_DOUBLE Bits fuse(const Parts &x, const Parts &y, const Parts &z) {
  Wide product = multiplyWide(x.fraction << 10, y.fraction << 10); // bits 124 or 125
  int exponent = x.exponent + y.exponent - exponentBias + 1;       // of bit 125
  const bool sign = x.sign != y.sign;
  Wide other;
  other.high = z.fraction << 9; // bit 125
  other.low = 0;
  if (exponent >= z.exponent) {
    other = shiftSticky(other, exponent - z.exponent);
  } else {
    product = shiftSticky(product, z.exponent - exponent);
    exponent = z.exponent;
  }
  bool negative = sign;
  Wide sum;
  if (sign == z.sign) {
    sum.low = product.low + other.low;
    sum.high = product.high + other.high + (sum.low < product.low);
  } else {
    const bool swapped =
        product.high < other.high || (product.high == other.high && product.low < other.low);
    const Wide more = swapped ? other : product, fewer = swapped ? product : other;
    negative = swapped ? z.sign : sign;
    sum.low = more.low - fewer.low;
    sum.high = more.high - fewer.high - (more.low < fewer.low);
  }
  if (!sum.high) {
    if (!sum.low)
      return 0;
    sum.high = sum.low;
    sum.low = 0;
    exponent -= 64;
    if (sum.high >> 62) { // no room for another shift to the left
      sum.low = sum.high << 62;
      sum.high >>= 2;
      exponent += 2;
    }
  }
  const int shift = leadingZeros(sum.high) - 1;
  if (shift > 0) {
    sum.high = sum.high << shift | sum.low >> (64 - shift);
    sum.low <<= shift;
  }
  return round(negative, exponent + 1 - shift, sum.high | (sum.low != 0));
}

SPN_SOFT_DOUBLE Bits fusedMultiplyAdd(Bits a, Bits b, Bits c) {
  if (isNan(a) || isNan(b) || isNan(c) || (isInfinite(a) && isZero(b)) ||
      (isZero(a) && isInfinite(b)))
    return quietNan;
  const Bits sign = (a ^ b) & signBit;
  if (isInfinite(a) || isInfinite(b))
    return isInfinite(c) && (c & signBit) != sign ? quietNan : sign | infinity;
  if (isInfinite(c))
    return c;
  if (isZero(a) || isZero(b))
    return isZero(c) ? sign & c : c;
  if (isZero(c))
    return multiply(a, b); // the product is not 0, so neither is its sign in doubt
  return fuse(partsOf(a), partsOf(b), partsOf(c));
}

} // namespace soft
} // namespace spn

#endif
