// SPDX-License-Identifier: Apache-2.0
// Arithmetic with directed rounding, without touching the processor's rounding mode: the operation
// is done to nearest, its exact error is computed, and the result moves by one unit in the last
// place where the error says so. Double-precision operations near the underflow threshold, where
// the error itself is not representable, go to an out-of-line function that does change the mode.
#pragma once

#include "sampan/detail/math_support.h"

namespace spn {
namespace detail {

enum class Rounding { Nearest, Zero, Up, Down };

template <class T> struct BitsOf;
template <> struct BitsOf<float> {
  using Type = int;
};
template <> struct BitsOf<double> {
  using Type = long long;
};

/// The neighbour of x towards +infinity; x is not NaN and not +infinity.
template <class T> SPN_MATHFN T nextUp(T x) {
  using Bits = typename BitsOf<T>::Type;
  const Bits bits = bitsAs<Bits>(x);
  return x == 0 ? bitsAs<T>(Bits{1}) : bitsAs<T>(bits + (bits < 0 ? Bits{-1} : Bits{1}));
}
template <class T> SPN_MATHFN T nextDown(T x) { return -nextUp(-x); }

/// Corrects a result rounded to nearest; error has the sign of (exact value - nearest), or is NaN
/// where the result is exact by definition (NaN, infinite operands).
template <Rounding mode, class T> SPN_MATHFN T settle(T nearest, double error) {
  const bool up = mode == Rounding::Up || (mode == Rounding::Zero && nearest < 0);
  const bool down = mode == Rounding::Down || (mode == Rounding::Zero && nearest > 0);
  if (up && error > 0)
    return nextUp(nearest);
  if (down && error < 0)
    return nextDown(nearest);
  return nearest;
}

/// Sign of a zero sum when rounding down: negative unless both terms are +0.
template <Rounding mode, class T> SPN_MATHFN T settleZero(T sum, double error, double a, double b) {
  const bool negative = __builtin_signbit(a) || __builtin_signbit(b);
  return mode == Rounding::Down && sum == 0 && error == 0 && negative ? T(-0.0) : sum;
}

template <Rounding mode> SPN_MATHFN float add(float a, float b) {
  const Pair exact = exactSum(a, b);
  const float sum = roundedSum(a, b);
  const double error = (exact.high - sum) + exact.low;
  return settleZero<mode>(settle<mode>(sum, error), error, a, b);
}

template <Rounding mode> SPN_MATHFN float multiply(float a, float b) {
  const double exact = static_cast<double>(a) * b;
  const float product = static_cast<float>(exact);
  return settle<mode>(product, exact - product);
}

template <Rounding mode> SPN_MATHFN float fusedMultiplyAdd(float a, float b, float c) {
  const double product = static_cast<double>(a) * b;
  const Pair exact = exactSum(product, c);
  const float sum = __builtin_fmaf(a, b, c);
  const double error = (exact.high - sum) + exact.low;
  return settleZero<mode>(settle<mode>(sum, error), error, product, c);
}

template <Rounding mode> SPN_MATHFN float divide(float a, float b) {
  const float quotient = a / b;
  const double error = a - static_cast<double>(quotient) * b;
  return settle<mode>(quotient, __builtin_signbit(b) ? -error : error);
}

template <Rounding mode> SPN_MATHFN float squareRoot(float a) {
  const float root = __builtin_sqrtf(a);
  return settle<mode>(root, a - static_cast<double>(root) * root);
}

/// Operations of the out-of-line path.
enum class Operation { Multiply, Divide, SquareRoot, FusedMultiplyAdd };
double roundedByMode(Operation operation, Rounding mode, double a, double b, double c);

/// Below this magnitude a double's rounding error may be lost to underflow.
constexpr double safeMagnitude = 1.0261342003245941e-289; // 2^-960

template <Rounding mode> SPN_MATHFN double add(double a, double b) {
  const Pair exact = exactSum(a, b);
  return settleZero<mode>(settle<mode>(exact.high, exact.low), exact.low, a, b);
}

template <Rounding mode> SPN_MATHFN double multiply(double a, double b) {
  const Pair exact = exactProduct(a, b);
  if (__builtin_fabs(exact.high) < safeMagnitude && a != 0 && b != 0)
    return roundedByMode(Operation::Multiply, mode, a, b, 0);
  return settle<mode>(exact.high, exact.low);
}

template <Rounding mode> SPN_MATHFN double divide(double a, double b) {
  if (__builtin_fabs(a) < safeMagnitude && a != 0)
    return roundedByMode(Operation::Divide, mode, a, b, 0);
  const double quotient = a / b;
  const double error = __builtin_fma(-quotient, b, a);
  return settle<mode>(quotient, __builtin_signbit(b) ? -error : error);
}

template <Rounding mode> SPN_MATHFN double squareRoot(double a) {
  if (a < safeMagnitude && a > 0)
    return roundedByMode(Operation::SquareRoot, mode, a, 0, 0);
  const double root = __builtin_sqrt(a);
  return settle<mode>(root, __builtin_fma(-root, root, a));
}

/// The error of a fused multiply-add is itself a sum of three doubles, added up exactly enough
/// here.
template <Rounding mode> SPN_MATHFN double fusedMultiplyAdd(double a, double b, double c) {
  const Pair product = exactProduct(a, b);
  const double magnitude = __builtin_fabs(product.high), large = 1e300;
  if (!(magnitude >= safeMagnitude && magnitude < large && __builtin_fabs(c) < large))
    return roundedByMode(Operation::FusedMultiplyAdd, mode, a, b, c);
  const double sum = __builtin_fma(a, b, c);
  const Pair low = exactSum(c, product.low);
  const Pair high = exactSum(product.high, low.high);
  const double error = ((high.high - sum) + high.low) + low.low;
  return settleZero<mode>(settle<mode>(sum, error), error, product.high, c);
}

} // namespace detail
} // namespace spn
