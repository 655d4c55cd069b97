// SPDX-License-Identifier: Apache-2.0
// Functions of the C library on emulated doubles against the host's in long double: random operands
// of every size, and the edges. The bounds are those that sampan/soft_double.h states.
#include "sampan/soft_double.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace {

using spn::soft_double;
using Long = long double;

const double inf = std::numeric_limits<double>::infinity();
const double wrong = 1e30; ///< an error that no bound allows

/// How far `got` is from `exact`, in units in the last place of its rounding.
double unitsOff(double got, Long exact) {
  const auto nearest = static_cast<double>(exact);
  if (std::isnan(nearest))
    return std::isnan(got) ? 0 : wrong;
  if (nearest == 0 && got == 0)
    return std::signbit(nearest) == std::signbit(got) ? 0 : wrong;
  if (std::isinf(nearest) || std::isinf(got))
    return got == nearest ? 0 : wrong;
  int exponent;
  std::frexp(nearest, &exponent);
  const int last = nearest == 0 || exponent < -1021 ? -1074 : exponent - 53;
  return static_cast<double>(std::fabs(static_cast<Long>(got) - exact) / std::ldexp(1.0L, last));
}

std::vector<double> edges() {
  std::vector<double> result;
  for (double x : {0.0,
                   1.0,
                   0.5,
                   2.0,
                   3.0,
                   5e-324,
                   2.2250738585072014e-308,
                   1.7976931348623157e308,
                   1e-20,
                   709.782712893384,
                   745.2,
                   1024.0,
                   1075.0,
                   308.0,
                   0.9999999999999999,
                   1.0000000000000002,
                   3.141592653589793,
                   1.5707963267948966,
                   0.7853981633974483,
                   1e22,
                   9007199254740992.0,
                   0.375,
                   0.25,
                   0.6931471805599453,
                   27.0,
                   1000.0,
                   22.0,
                   6381956970095103.0 * 0x1p797,
                   1.5,
                   6.0,
                   28.0,
                   inf,
                   std::numeric_limits<double>::quiet_NaN()}) {
    result.push_back(x);
    result.push_back(-x);
  }
  return result;
}

class Operands {
public:
  double next() {
    const std::uint64_t r = random();
    const double unit = std::ldexp(static_cast<double>(static_cast<std::int64_t>(r)), -63);
    switch (random() % 4) {
    case 0: { // of every size
      double x;
      std::memcpy(&x, &r, sizeof x);
      return x;
    }
    case 1:
      return unit;
    case 2:
      return unit * static_cast<double>(1 << random() % 11);
    default:
      return std::ldexp(unit, -static_cast<int>(random() % 60));
    }
  }

private:
  std::mt19937_64 random{20240522};
};

template <class Soft, class Exact> void compare(double bound, Soft soft, Exact exact) {
  double worst = 0, at = 0;
  auto look = [&](double x) {
    const double off = unitsOff(soft(soft_double(x)), exact(static_cast<Long>(x)));
    if (off > worst)
      worst = off, at = x;
  };
  for (double x : edges())
    look(x);
  Operands operands;
  for (int i = 0; i < 60000; ++i)
    look(operands.next());
  EXPECT_LE(worst, bound) << "at " << std::hexfloat << at;
}

template <class Soft, class Exact> void compareTwo(double bound, Soft soft, Exact exact) {
  double worst = 0, first = 0, second = 0;
  auto look = [&](double x, double y) {
    const double off = unitsOff(soft(soft_double(x), soft_double(y)),
                                exact(static_cast<Long>(x), static_cast<Long>(y)));
    if (off > worst)
      worst = off, first = x, second = y;
  };
  const std::vector<double> all = edges();
  for (double x : all)
    for (double y : all)
      look(x, y);
  Operands operands;
  for (int i = 0; i < 60000; ++i) {
    const double x = operands.next(), y = operands.next();
    look(x, y);
    look(std::fabs(x), y);
  }
  EXPECT_LE(worst, bound) << "at " << std::hexfloat << first << ", " << second;
}

#define COMPARE(bound, name)                                                                       \
  TEST(SoftDoubleFunctions, name) {                                                                \
    compare(                                                                                       \
        bound, [](soft_double x) -> double { return name(x); },                                    \
        [](Long x) -> Long { return std::name(x); });                                              \
  }
COMPARE(0.53, exp)
COMPARE(0.53, exp2)
COMPARE(0.53, expm1)
COMPARE(0.53, sinh)
COMPARE(0.53, cosh)
COMPARE(0.9, tanh)
COMPARE(0.53, log)
COMPARE(0.53, log2)
COMPARE(0.53, log10)
COMPARE(0.53, log1p)
COMPARE(0.53, cbrt)
COMPARE(2, asinh)
COMPARE(2, acosh)
COMPARE(2, atanh)
COMPARE(0.53, sin)
COMPARE(0.53, cos)
COMPARE(0.53, tan)
COMPARE(0.53, atan)
COMPARE(2, asin)
COMPARE(2, acos)
COMPARE(0.53, erf)
COMPARE(0.6, erfc)
COMPARE(0, round)
COMPARE(0, floor)
COMPARE(0, ceil)

#define COMPARE_TWO(bound, name)                                                                   \
  TEST(SoftDoubleFunctions, name) {                                                                \
    compareTwo(                                                                                    \
        bound, [](soft_double x, soft_double y) -> double { return name(x, y); },                  \
        [](Long x, Long y) -> Long { return std::name(x, y); });                                   \
  }
COMPARE_TWO(4, pow)
COMPARE_TWO(0.9, hypot)
COMPARE_TWO(0.53, atan2)

TEST(SoftDoubleFunctions, fmod) {
  Operands operands;
  for (int i = 0; i < 20000; ++i) {
    const double x = operands.next(), y = operands.next();
    const double exact = std::fmod(x, y), got = fmod(soft_double(x), soft_double(y));
    if (std::isnan(exact))
      EXPECT_TRUE(std::isnan(got));
    else
      EXPECT_EQ(exact, got) << std::hexfloat << x << ", " << y;
  }
}

TEST(SoftDoubleFunctions, PowersOfTenAndWholeNumbersAreExact) {
  for (int i = 0; i <= 22; ++i)
    EXPECT_EQ(std::pow(10.0, i), double(pow(soft_double(10), i))) << i;
  for (int i = 0; i < 53; ++i)
    EXPECT_EQ(std::ldexp(1.0, i), double(exp2(soft_double(i))));
  EXPECT_EQ(3.0, double(log10(soft_double(1000))));
  EXPECT_EQ(-9.0, double(pow(soft_double(-27), soft_double(1)) / 3));
  for (int n : {-1080, -1074, -1022, 0, 5, 1023, 1100})
    EXPECT_EQ(std::ldexp(1.5, n), double(ldexp(soft_double(1.5), n))) << n;
}

/// Numbers of the language on either side, and assignments to other types.
TEST(SoftDoubleFunctions, MixesWithOtherTypesLikeDouble) {
  const soft_double third = soft_double(1) / 3;
  float f = 0.5f;
  f += third;
  EXPECT_EQ(static_cast<float>(0.5 + 1.0 / 3), f);
  int i = third * 10;
  i *= third + 1;
  EXPECT_EQ(static_cast<int>(3 * (1.0 / 3 + 1)), i);
  EXPECT_EQ(1.0 / 3 - 0.1f, double(third - 0.1f));
  EXPECT_EQ(2u - 1.0 / 3, double(2u - third));
  EXPECT_TRUE(third < 1 && 0.25 < third && !(third == 0));
  const double back = third;
  EXPECT_EQ(1.0 / 3, back);
  EXPECT_EQ(0.25, double(fmin(third, 0.25)));
}

} // namespace
