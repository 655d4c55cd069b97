// SPDX-License-Identifier: Apache-2.0
// exp and its relatives. The fraction r of x / ln 2 goes into a series for e^r.
#ifndef SAMPAN_SOFT_DOUBLE_EXPONENTIAL_H
#define SAMPAN_SOFT_DOUBLE_EXPONENTIAL_H

#include "sampan/soft_double_detail/fixed.h"

namespace spn {
namespace soft {

/// For |r| < 0.6 e^r, from 0.5 to 1.9; without its first term, and divided by r, (e^r - 1) / r.
SPN_SOFT_DOUBLE Bits exponentialOf(long long r, bool withFirst = true) {
  const Bits table[] = {0x4000000000000000ull,
                        0x4000000000000000ull,
                        0x2000000000000000ull,
                        0xaaaaaaaaaaaaaabull,
                        0x2aaaaaaaaaaaaabull,
                        0x88888888888889ull,
                        0x16c16c16c16c17ull,
                        0x3403403403403ull,
                        0x680680680680ull,
                        0xb8ef1d2ab64ull,
                        0x127e4fb778aull,
                        0x1ae64567f5ull,
                        0x23ddb1dffull,
                        0x2c248c27ull,
                        0x3272e95ull,
                        0x35cfe8ull,
                        0x35cfeull,
                        0x32a6ull,
                        0x2d0ull,
                        0x26ull};
  const Bits size = static_cast<Bits>(r < 0 ? -r : r);
  return withFirst ? series(table, 20, size, r < 0) : series(table + 1, 19, size, r < 0);
}

struct Reduced {
  int power;   ///< of 2
  long long r; ///< what remains, with 62 bits behind the point
};

SPN_SOFT_DOUBLE long long signedFraction(soft_double x) {
  if (x == soft_double(0))
    return 0;
  const Fixed parts = fixedOf(x.raw());
  const long long fraction = static_cast<long long>(asFraction(parts));
  return parts.sign ? -fraction : fraction;
}

/// x = power * unit + r, with a unit of 42 bits and the rest of it in 2^-88. |x| is below 2000.
SPN_SOFT_DOUBLE Reduced reduce(soft_double x, Bits inverse, Bits high, long long low) {
  const soft_double n = rint(x * soft_double::of(inverse));
  Reduced result;
  result.power = static_cast<int>(n);
  result.r = signedFraction(fma(-n, soft_double::of(high), x)) - (result.power * low >> 26);
  return result;
}
SPN_SOFT_DOUBLE Reduced reduceByLn2(soft_double x) {
  return reduce(x, 0x3ff71547652b82feull, 0x3fe62e42fefa3800ull, 17015247594420ll);
}

/// a * r for a factor below 4.
SPN_SOFT_DOUBLE long long scaledBy(long long r, Bits factor) {
  const Bits x = times(static_cast<Bits>(r < 0 ? -r : r), factor);
  return r < 0 ? -static_cast<long long>(x) : static_cast<long long>(x);
}

SPN_SOFT_DOUBLE soft_double powerOf2(const Reduced &x) {
  return soft_double::of(rounded(fixed(false, x.power, exponentialOf(x.r))));
}

/// What overflows, is NaN or becomes 0 for an exponent of some 2^10; otherwise nothing.
SPN_SOFT_DOUBLE bool isExtreme(soft_double x, int limit, soft_double &result) {
  if (isnan(x))
    result = soft_double::of(quietNan);
  else if (x > soft_double(limit))
    result = soft_double::of(infinity);
  else if (x < soft_double(-limit))
    result = soft_double::of(0);
  else
    return false;
  return true;
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double exp(soft_double x) {
  soft_double result = x;
  return soft::isExtreme(x, 800, result) ? result : soft::powerOf2(soft::reduceByLn2(x));
}

SPN_SOFT_DOUBLE soft_double exp2(soft_double x) {
  soft_double result = x;
  if (soft::isExtreme(x, 1200, result))
    return result;
  soft::Reduced reduced;
  const soft_double n = rint(x);
  reduced.power = static_cast<int>(n);
  reduced.r = soft::scaledBy(soft::signedFraction(x - n), 0x2c5c85fdf473de6bull);
  return soft::powerOf2(reduced);
}

SPN_SOFT_DOUBLE soft_double exp10(soft_double x) {
  soft_double result = x;
  if (soft::isExtreme(x, 400, result))
    return result;
  soft::Reduced reduced =
      soft::reduce(x, 0x400a934f0979a371ull, 0x3fd34413509f7000ull, 43962417530029ll);
  reduced.r = soft::scaledBy(reduced.r, 0x935d8dddaaa8ac17ull);
  return soft::powerOf2(reduced);
}

SPN_SOFT_DOUBLE soft_double expm1(soft_double x) {
  soft_double result = x;
  if (x == soft_double(0) || soft::isExtreme(x, 800, result))
    return x < soft_double(-1) ? soft_double(-1) : result;
  if (fabs(x) < soft_double(0.375f)) { // x * (1 + x / 2 + ...)
    const soft::Bits factor = soft::exponentialOf(soft::signedFraction(x), false);
    return soft_double::of(
        soft::roundedProduct(soft::fixedOf(x.raw()), soft::fixed(false, 0, factor)));
  }
  const soft::Reduced reduced = soft::reduceByLn2(x);
  return soft_double::of(
      soft::rounded(soft::sum(soft::fixed(false, reduced.power, soft::exponentialOf(reduced.r)),
                              soft::fixed(true, 0, soft::fixedOne))));
}

namespace soft {

/// x * (1 +- x^2 / 6 ...) for |x| up to 1.
SPN_SOFT_DOUBLE Bits oddFactor(Bits square, bool alternating) {
  const Bits table[] = {0x4000000000000000ull,
                        0xaaaaaaaaaaaaaabull,
                        0x88888888888889ull,
                        0x3403403403403ull,
                        0xb8ef1d2ab64ull,
                        0x1ae64567f5ull,
                        0x2c248c27ull,
                        0x35cfe8ull,
                        0x32a6ull,
                        0x26ull,
                        0x0ull};
  return series(table, 11, square, alternating);
}
SPN_SOFT_DOUBLE Bits evenSeries(Bits square, bool alternating) {
  const Bits table[] = {0x4000000000000000ull,
                        0x2000000000000000ull,
                        0x2aaaaaaaaaaaaabull,
                        0x16c16c16c16c17ull,
                        0x680680680680ull,
                        0x127e4fb778aull,
                        0x23ddb1dffull,
                        0x3272e95ull,
                        0x35cfeull,
                        0x2d0ull,
                        0x2ull};
  return series(table, 11, square, alternating);
}

/// (e^x +- e^-x) / 2 for x from 0.
SPN_SOFT_DOUBLE soft_double halfSum(soft_double x, bool minus) {
  const Reduced up = reduceByLn2(x);
  return soft_double::of(rounded(sum(fixed(false, up.power - 1, exponentialOf(up.r)),
                                     fixed(minus, -up.power - 1, exponentialOf(-up.r)))));
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double cosh(soft_double x) {
  soft_double result = x;
  return soft::isExtreme(fabs(x), 800, result) ? result : soft::halfSum(fabs(x), false);
}

SPN_SOFT_DOUBLE soft_double sinh(soft_double x) {
  soft_double result = x;
  if (x == soft_double(0) || isnan(x))
    return x;
  if (soft::isExtreme(fabs(x), 800, result))
    return copysign(result, x);
  if (fabs(x) >= soft_double(1))
    return copysign(soft::halfSum(fabs(x), true), x);
  const soft::Bits r = static_cast<soft::Bits>(soft::signedFraction(fabs(x)));
  const soft::Bits factor = soft::oddFactor(soft::times(r, r), false);
  return soft_double::of(
      soft::roundedProduct(soft::fixedOf(x.raw()), soft::fixed(false, 0, factor)));
}

SPN_SOFT_DOUBLE soft_double tanh(soft_double x) {
  if (x == soft_double(0) || isnan(x))
    return x;
  if (fabs(x) > soft_double(22))
    return copysign(soft_double(1), x);
  if (fabs(x) >= soft_double(1))
    return copysign(
        soft_double(1) - soft_double(2) / (exp(fabs(x) * soft_double(2)) + soft_double(1)), x);
  const soft::Bits r = static_cast<soft::Bits>(soft::signedFraction(fabs(x)));
  const soft::Bits square = soft::times(r, r);
  const soft::Fixed ratio = soft::quotient(soft::fixed(false, 0, soft::oddFactor(square, false)),
                                           soft::fixed(false, 0, soft::evenSeries(square, false)));
  return soft_double::of(soft::roundedProduct(soft::fixedOf(x.raw()), ratio));
}

} // namespace spn

#endif
