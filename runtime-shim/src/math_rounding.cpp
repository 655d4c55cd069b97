// SPDX-License-Identifier: Apache-2.0
// Directed rounding of double-precision operations whose error term underflows or overflows. This
// rare path changes the processor's rounding mode for one operation.
#include "sampan/detail/directed_rounding.h"

#include <cfenv>
#include <cmath>

namespace spn::detail {

namespace {

int modeOf(Rounding mode) {
  switch (mode) {
  case Rounding::Zero:
    return FE_TOWARDZERO;
  case Rounding::Up:
    return FE_UPWARD;
  case Rounding::Down:
    return FE_DOWNWARD;
  case Rounding::Nearest:
    break;
  }
  return FE_TONEAREST;
}

} // namespace

double roundedByMode(Operation operation, Rounding mode, double a, double b, double c) {
  // Volatile, because compilers move arithmetic across a change of the rounding mode.
  volatile double x = a, y = b, z = c, result = 0;
  const int previous = std::fegetround();
  std::fesetround(modeOf(mode));
  switch (operation) {
  case Operation::Multiply:
    result = x * y;
    break;
  case Operation::Divide:
    result = x / y;
    break;
  case Operation::SquareRoot:
    result = std::sqrt(x);
    break;
  case Operation::FusedMultiplyAdd:
    result = std::fma(x, y, z);
    break;
  }
  std::fesetround(previous);
  return result;
}

} // namespace spn::detail
