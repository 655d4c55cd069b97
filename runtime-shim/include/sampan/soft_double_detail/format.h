// SPDX-License-Identifier: Apache-2.0
// The format of double in integers, and the rounding that every operation ends with.
#ifndef SAMPAN_SOFT_DOUBLE_FORMAT_H
#define SAMPAN_SOFT_DOUBLE_FORMAT_H

#ifdef __NPU_COMPILER_INTERNAL_PURE_SIMT__
#define SPN_SOFT_DOUBLE __host__ __aicore__ inline
#elif defined(__CUDACC__)
#define SPN_SOFT_DOUBLE __host__ __device__ inline
#else
#define SPN_SOFT_DOUBLE inline
#endif

namespace spn {
namespace soft {

typedef unsigned long long Bits;

static const Bits signBit = 1ull << 63, infinity = 0x7ffull << 52, quietNan = 0xfff8ull << 48,
                  fractionMask = (1ull << 52) - 1;
static const int exponentBias = 1023, largestExponent = 0x7ff;

SPN_SOFT_DOUBLE bool isNan(Bits x) { return (x & ~signBit) > infinity; }
SPN_SOFT_DOUBLE bool isInfinite(Bits x) { return (x & ~signBit) == infinity; }
SPN_SOFT_DOUBLE bool isZero(Bits x) { return (x << 1) == 0; }

SPN_SOFT_DOUBLE int leadingZeros(Bits x) { // x is not 0
  int count = 0;
  for (int step = 32; step; step >>= 1)
    if (!(x >> (64 - step))) {
      count += step;
      x <<= step;
    }
  return count;
}

/// A number that is not 0, infinite or NaN: fraction * 2^(exponent - bias - 52), with bit 52 set.
struct Parts {
  bool sign;
  int exponent; ///< biased; below 1 for what was subnormal
  Bits fraction;
};

SPN_SOFT_DOUBLE Parts partsOf(Bits x) {
  Parts parts;
  parts.sign = x >> 63;
  parts.exponent = static_cast<int>(x >> 52 & 0x7ff);
  parts.fraction = x & fractionMask;
  if (parts.exponent) {
    parts.fraction |= 1ull << 52;
  } else {
    const int shift = leadingZeros(parts.fraction) - 11;
    parts.fraction <<= shift;
    parts.exponent = 1 - shift;
  }
  return parts;
}

/// Bits that are shifted out leave a 1 behind, so that rounding sees them.
SPN_SOFT_DOUBLE Bits shiftSticky(Bits x, int count) {
  if (count <= 0)
    return x;
  if (count > 63)
    return x != 0;
  return x >> count | ((x << (64 - count)) != 0);
}

/// x / 2^62 * 2^(exponent - bias), rounded to nearest even. Bit 62 is the highest that is set.
SPN_SOFT_DOUBLE Bits round(bool sign, int exponent, Bits x) {
  const Bits signed_ = sign ? signBit : 0;
  if (exponent >= largestExponent)
    return signed_ | infinity;
  if (exponent < 1) {
    x = shiftSticky(x, 1 - exponent);
    exponent = 1;
  }
  const Bits rest = x & 0x3ff;
  Bits fraction = x >> 10;
  if (rest > 0x200 || (rest == 0x200 && (fraction & 1)))
    ++fraction;
  // A fraction with bit 52 adds 1 to the exponent; a carry out of it 1 more.
  return signed_ | ((static_cast<Bits>(exponent - 1) << 52) + fraction);
}

/// The same for any x but 0 below 2^63.
SPN_SOFT_DOUBLE Bits normaliseAndRound(bool sign, int exponent, Bits x) {
  const int shift = leadingZeros(x) - 1;
  return round(sign, exponent - shift, x << shift);
}

struct Wide {
  Bits high, low;
};

SPN_SOFT_DOUBLE Wide multiplyWide(Bits a, Bits b) {
  const Bits mask = 0xffffffffull;
  const Bits low = (a & mask) * (b & mask);
  const Bits middle = (a >> 32) * (b & mask) + (low >> 32);
  const Bits cross = (a & mask) * (b >> 32) + (middle & mask);
  Wide result;
  result.low = cross << 32 | (low & mask);
  result.high = (a >> 32) * (b >> 32) + (middle >> 32) + (cross >> 32);
  return result;
}

} // namespace soft
} // namespace spn

#endif
