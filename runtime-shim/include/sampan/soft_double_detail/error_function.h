// SPDX-License-Identifier: Apache-2.0
// erf and erfc: a series of positive terms near 0, a continued fraction in the tail.
#ifndef SAMPAN_SOFT_DOUBLE_ERROR_FUNCTION_H
#define SAMPAN_SOFT_DOUBLE_ERROR_FUNCTION_H

#include "sampan/soft_double_detail/exponential.h"

namespace spn {
namespace soft {

/// e^(-x^2), with what the square loses in rounding.
SPN_SOFT_DOUBLE Fixed bell(soft_double x) {
  const soft_double square = x * x;
  Reduced reduced = reduceByLn2(-square);
  reduced.r -= signedFraction(fma(x, x, -square));
  return normalised(fixed(false, reduced.power, exponentialOf(reduced.r)));
}

/// erf(x) / x = 2 / sqrt(pi) e^(-x^2) (1 + 2 x^2 / 3 + (2 x^2)^2 / 15 + ...), for x up to 3.
SPN_SOFT_DOUBLE Fixed erfOf(soft_double x) {
  const Fixed r = fixedOf(fabs(x).raw());
  Fixed square = product(r, r);
  ++square.exponent;
  Fixed term = fixed(false, 0, fixedOne), total = term;
  for (unsigned k = 3; term.exponent > total.exponent - 66 && term.x; k += 2) {
    term = product(term, square);
    term = normalised(fixed(false, term.exponent, term.x / k));
    total = sum(total, term);
  }
  return product(product(total, bell(x)), product(r, fixed(false, 1, 0x241baea08536da23ull)));
}

/// erfc(x) = e^(-x^2) / sqrt(pi) / (x + 1/2 / (x + 1 / (x + 3/2 / (x + ...)))), for x from 1.
SPN_SOFT_DOUBLE Fixed erfcOf(soft_double x) {
  const Fixed r = fixedOf(x.raw());
  const int count = x < soft_double(2) ? 200 : x < soft_double(4) ? 60 : 25;
  Fixed below = r;
  for (int k = count; k > 0; --k)
    below = sum(r, quotient(fixed(false, 61, static_cast<Bits>(k)), below));
  return quotient(product(bell(x), fixed(false, 0, 0x241baea08536da23ull)), below);
}

} // namespace soft

SPN_SOFT_DOUBLE soft_double erf(soft_double x) {
  if (isnan(x) || x == soft_double(0))
    return x;
  if (fabs(x) > soft_double(6))
    return copysign(soft_double(1), x);
  soft::Fixed result = soft::fixed(false, 0, soft::fixedOne);
  if (fabs(x) < soft_double(1.5f)) {
    result = soft::erfOf(x);
  } else {
    soft::Fixed rest = soft::erfcOf(fabs(x));
    rest.sign = true;
    result = soft::sum(result, rest);
  }
  result.sign = signbit(x);
  return soft_double::of(soft::rounded(result));
}

SPN_SOFT_DOUBLE soft_double erfc(soft_double x) {
  if (isnan(x))
    return x;
  if (x > soft_double(28))
    return soft_double::of(0);
  if (x < soft_double(-7))
    return soft_double(2);
  if (x >= soft_double(1))
    return soft_double::of(soft::rounded(soft::erfcOf(x)));
  soft::Fixed result = x == soft_double(0)           ? soft::fixed(false, 0, 0)
                       : fabs(x) < soft_double(1.5f) ? soft::erfOf(x)
                                                     : soft::erfcOf(fabs(x));
  if (fabs(x) >= soft_double(1.5f)) { // 1 + erf(-x) = 2 - erfc(-x)
    result.sign = true;
    result = soft::sum(soft::fixed(false, 1, soft::fixedOne), result);
  } else {
    result.sign = !signbit(x);
    result = soft::sum(soft::fixed(false, 0, soft::fixedOne), result);
  }
  return soft_double::of(soft::rounded(result));
}

} // namespace spn

#endif
