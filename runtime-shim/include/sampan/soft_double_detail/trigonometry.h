// SPDX-License-Identifier: Apache-2.0
// Sines and their relatives. An argument of any size is divided by pi / 2 with all the digits that
// its remainder needs.
#ifndef SAMPAN_SOFT_DOUBLE_TRIGONOMETRY_H
#define SAMPAN_SOFT_DOUBLE_TRIGONOMETRY_H

#include "sampan/soft_double_detail/exponential.h"

namespace spn {
namespace soft {

struct Angle {
  int quarter;    ///< turns, modulo 4
  Fixed fraction; ///< radians, up to pi / 4
};

/// 64 bits of 2 / pi, from `bit` behind the point on.
SPN_SOFT_DOUBLE Bits digitsFrom(int bit) {
  const Bits digits[] = {
      0xa2f9836e4e441529ull, 0xfc2757d1f534ddc0ull, 0xdb6295993c439041ull, 0xfe5163abdebbc561ull,
      0xb7246e3a424dd2e0ull, 0x06492eea09d1921cull, 0xfe1deb1cb129a73eull, 0xe88235f52ebb4484ull,
      0xe99c7026b45f7e41ull, 0x3991d639835339f4ull, 0x9c845f8bbdf9283bull, 0x1ff897ffde05980full,
      0xef2f118b5a0a6d1full, 0x6d367ecf27cb09b7ull, 0x4f463f669e5fea2dull, 0x7527bac7ebe5f17bull,
      0x3d0739f78a5292eaull, 0x6bfb5fb11f8d5d08ull, 0x56033046fc7b6babull, 0xf0cfbc209af4361eull};
  if (bit <= -64)
    return 0;
  if (bit < 0)
    return digits[0] >> -bit;
  const int word = bit / 64, shift = bit % 64;
  const Bits high = word < 20 ? digits[word] : 0, low = word < 19 ? digits[word + 1] : 0;
  return shift ? high << shift | low >> (64 - shift) : high;
}

/// For a finite x that is not 0.
SPN_SOFT_DOUBLE Angle angleOf(Bits x) {
  const Parts parts = partsOf(x);
  const int exponent = parts.exponent - exponentBias; // x = fraction / 2^52 * 2^exponent
  Angle angle;
  if (exponent < -1) {
    angle.quarter = 0;
    angle.fraction = fixedOf(x);
    return angle;
  }
  // Digits that count 4 and more in the product are whole turns.
  const int first = exponent - 54;
  Bits word[5] = {}; // the product: word[0] is the highest
  for (int i = 3; i >= 0; --i) {
    const Wide part = multiplyWide(digitsFrom(first + 64 * i), parts.fraction);
    word[i + 1] += part.low;
    Bits carry = word[i + 1] < part.low;
    word[i] += part.high + carry;
  }
  // digits * 2^-(first + 256) * fraction * 2^(exponent - 52): 2 bits before the point in word[1].
  Bits high = word[1], middle = word[2], low = word[3];
  angle.quarter = static_cast<int>(high >> 62);
  high = high << 2 | middle >> 62;
  middle = middle << 2 | low >> 62;
  low = low << 2;
  bool negative = high >> 63;
  if (negative) {
    ++angle.quarter;
    high = ~high, middle = ~middle, low = ~low;
  }
  int shift = 0;
  while (!high && shift < 128) {
    high = middle, middle = low, low = 0;
    shift += 64;
  }
  const int zeros = high ? leadingZeros(high) : 0;
  if (zeros)
    high = high << zeros | middle >> (64 - zeros);
  const Fixed quarters = fixed(negative, -shift - zeros - 1, high >> 1);
  angle.fraction = product(quarters, fixed(false, 1, 0x3243f6a8885a308dull));
  if (parts.sign) {
    angle.quarter = -angle.quarter;
    angle.fraction.sign = !angle.fraction.sign;
  }
  angle.quarter &= 3;
  return angle;
}

/// The sine of the fraction, or its cosine.
SPN_SOFT_DOUBLE Fixed sineOf(const Angle &angle, bool cosine) {
  const Bits r = asFraction(angle.fraction), square = times(r, r);
  if (cosine)
    return fixed(false, 0, evenSeries(square, true));
  return product(angle.fraction, fixed(false, 0, oddFactor(square, true)));
}

SPN_SOFT_DOUBLE Bits sine(Bits x, int quarters) {
  if (isNan(x) || isInfinite(x))
    return quietNan;
  if (isZero(x))
    return quarters ? static_cast<Bits>(exponentBias) << 52 : x;
  Angle angle = angleOf(x);
  angle.quarter += quarters;
  Fixed result = sineOf(angle, angle.quarter & 1);
  result.sign = result.sign != ((angle.quarter & 2) != 0);
  return rounded(result);
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double sin(soft_double x) { return soft_double::of(soft::sine(x.raw(), 0)); }
SPN_SOFT_DOUBLE soft_double cos(soft_double x) { return soft_double::of(soft::sine(x.raw(), 1)); }
SPN_SOFT_DOUBLE void sincos(soft_double x, soft_double *s, soft_double *c) {
  *s = sin(x);
  *c = cos(x);
}
SPN_SOFT_DOUBLE soft_double tan(soft_double x) {
  if (isnan(x) || isinf(x))
    return soft_double::of(soft::quietNan);
  if (x == soft_double(0))
    return x;
  const soft::Angle angle = soft::angleOf(x.raw());
  const soft::Fixed s = soft::sineOf(angle, false), c = soft::sineOf(angle, true);
  soft::Fixed result = angle.quarter & 1 ? soft::quotient(c, s) : soft::quotient(s, c);
  if (angle.quarter & 1)
    result.sign = !result.sign;
  return soft_double::of(soft::rounded(result));
}

namespace soft {

/// atan(a / b) for a from 0 to b.
SPN_SOFT_DOUBLE Fixed arcOf(const Fixed &a, const Fixed &b) {
  const Bits table[] = {
      0x4000000000000000ull, 0x1555555555555555ull, 0xccccccccccccccdull, 0x924924924924925ull,
      0x71c71c71c71c71cull,  0x5d1745d1745d174ull,  0x4ec4ec4ec4ec4ecull, 0x444444444444444ull,
      0x3c3c3c3c3c3c3c4ull,  0x35e50d79435e50dull,  0x30c30c30c30c30cull, 0x2c8590b21642c86ull,
      0x28f5c28f5c28f5cull,  0x25ed097b425ed09ull,  0x234f72c234f72c2ull, 0x210842108421084ull,
      0x1f07c1f07c1f07cull,  0x1d41d41d41d41d4ull,  0x1bacf914c1bacf9ull, 0x1a41a41a41a41a4ull,
      0x18f9c18f9c18f9cull,  0x17d05f417d05f41ull,  0x16c16c16c16c16cull, 0x15c9882b9310572ull,
      0x14e5e0a72f05398ull,  0x141414141414141ull};
  Fixed t = quotient(a, b);
  const bool far = t.exponent >= -1 && asFraction(t) > 0x1a827999fcef3242ull;
  if (far) // pi / 4 - atan((b - a) / (b + a))
    t = quotient(sum(a, fixed(true, b.exponent, b.x)), sum(a, b));
  const Bits x = asFraction(fixed(false, t.exponent, t.x));
  const Fixed arc = product(t, fixed(false, 0, series(table, 26, times(x, x), true)));
  return far ? sum(fixed(false, 0, 0x3243f6a8885a308dull), arc) : arc;
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double atan2(soft_double y, soft_double x) {
  if (isnan(x) || isnan(y))
    return soft_double::of(soft::quietNan);
  const soft_double zero = soft_double::of(0), one(1);
  if (isinf(x) || isinf(y)) { // directions alone
    const soft_double to = isinf(y) ? one : zero;
    x = copysign(isinf(x) ? one : zero, x);
    y = copysign(to, y);
  }
  if (y == zero) {
    const soft_double half = soft_double::of(0x400921fb54442d18ull);
    return signbit(x) ? copysign(half, y) : y;
  }
  soft::Fixed arc;
  const soft::Fixed half = soft::fixed(false, 1, 0x3243f6a8885a308dull);
  if (x == zero) {
    arc = half;
  } else {
    soft::Fixed a = soft::fixedOf(y.raw()), b = soft::fixedOf(x.raw());
    a.sign = b.sign = false;
    const bool steep = fabs(y) > fabs(x);
    arc = steep ? soft::arcOf(b, a) : soft::arcOf(a, b);
    if (steep) {
      arc.sign = !arc.sign;
      arc = soft::sum(half, arc);
    }
    if (signbit(x)) {
      arc.sign = !arc.sign;
      arc = soft::sum(soft::fixed(false, 2, 0x3243f6a8885a308dull), arc);
    }
  }
  arc.sign = signbit(y);
  return soft_double::of(soft::rounded(arc));
}
SPN_SOFT_MIXED(soft_double, atan2)
SPN_SOFT_DOUBLE soft_double atan(soft_double x) { return atan2(x, soft_double(1)); }

namespace soft {

/// sqrt(1 - x^2), rounded three times.
SPN_SOFT_DOUBLE soft_double otherLeg(soft_double x) {
  return sqrt((soft_double(1) - x) * (soft_double(1) + x));
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double asin(soft_double x) {
  return x == soft_double(0) ? x : atan2(x, soft::otherLeg(x));
}
SPN_SOFT_DOUBLE soft_double acos(soft_double x) { return atan2(soft::otherLeg(x), x); }

} // namespace spn

#endif
