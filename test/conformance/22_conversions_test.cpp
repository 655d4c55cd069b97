// SPDX-License-Identifier: Apache-2.0
// The conversion intrinsics: every rounding, saturation at the ends of each type, NaN, against
// references that use another format (long double, or the processor's rounding modes).
#include "sampan/intrinsics.h"

#include <cfenv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace {

using Extended = long double;

Extended rounded(int mode, Extended x) {
  switch (mode) {
  case FE_TOWARDZERO:
    return std::trunc(x);
  case FE_UPWARD:
    return std::ceil(x);
  case FE_DOWNWARD:
    return std::floor(x);
  default:
    return std::rint(x);
  }
}

template <class Integer, class Real> Integer expectedInteger(int mode, Real x) {
  using Limits = std::numeric_limits<Integer>;
  if (std::isnan(x))
    return sizeof(Real) == 4 && sizeof(Integer) == 4
               ? 0
               : static_cast<Integer>(1ull << (8 * sizeof(Integer) - 1));
  const Extended r = rounded(mode, x);
  return r >= static_cast<Extended>(Limits::max())   ? Limits::max()
         : r <= static_cast<Extended>(Limits::min()) ? Limits::min()
                                                     : static_cast<Integer>(r);
}

template <class Real> std::vector<Real> reals() {
  using Limits = std::numeric_limits<Real>;
  std::vector<Real> result = {0, Limits::denorm_min(), Limits::max(), Limits::infinity(),
                              Limits::quiet_NaN()};
  for (int exponent = -2; exponent < 66; ++exponent)
    for (const double mantissa : {1.0, 1.25, 1.5, 1.75}) {
      const Real x = static_cast<Real>(std::ldexp(mantissa, exponent));
      for (const Real y : {x, x + Real(0.5), x - Real(0.5), std::nextafter(x, Real(0)),
                           std::nextafter(x, Limits::infinity())})
        result.push_back(y);
    }
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i)
    result.push_back(static_cast<Real>(
        std::ldexp(static_cast<double>(random()), -static_cast<int>(random() % 70))));
  const std::size_t positive = result.size();
  for (std::size_t i = 0; i < positive; ++i)
    result.push_back(-result[i]);
  return result;
}

template <class Integer, class Real>
void checkToInteger(const char *name, int mode, Integer (*convert)(Real)) {
  for (const Real x : reals<Real>())
    ASSERT_EQ(convert(x), (expectedInteger<Integer, Real>(mode, x))) << name << '(' << x << ')';
}

#define FOUR_MODES(check, name)                                                                    \
  check(#name "_rn", FE_TONEAREST, name##_rn);                                                     \
  check(#name "_rz", FE_TOWARDZERO, name##_rz);                                                    \
  check(#name "_ru", FE_UPWARD, name##_ru);                                                        \
  check(#name "_rd", FE_DOWNWARD, name##_rd)

TEST(Conversions, RealToInteger) {
  FOUR_MODES(checkToInteger, __float2int);
  FOUR_MODES(checkToInteger, __float2uint);
  FOUR_MODES(checkToInteger, __float2ll);
  FOUR_MODES(checkToInteger, __float2ull);
  FOUR_MODES(checkToInteger, __double2int);
  FOUR_MODES(checkToInteger, __double2uint);
  FOUR_MODES(checkToInteger, __double2ll);
  FOUR_MODES(checkToInteger, __double2ull);
}

/// Conversion to Real in the processor's rounding mode, from a format that holds the value exactly.
template <class Real> Real narrowed(int mode, Extended exact) {
  volatile Extended x = exact;
  std::fesetround(mode);
  volatile Real result = static_cast<Real>(x);
  std::fesetround(FE_TONEAREST);
  return result;
}

template <class Integer> std::vector<Integer> integers() {
  using Limits = std::numeric_limits<Integer>;
  std::vector<Integer> result = {0,
                                 1,
                                 Limits::max(),
                                 Limits::min(),
                                 Limits::max() - 1,
                                 static_cast<Integer>(Limits::min() + 1),
                                 static_cast<Integer>(-1)};
  std::mt19937_64 random(6);
  for (int i = 0; i < 40000; ++i) {
    const auto x = static_cast<Integer>(random());
    result.push_back(static_cast<Integer>(x >> (random() % (8 * sizeof(Integer)))));
  }
  return result;
}

template <class Real, class Integer>
void checkFromInteger(const char *name, int mode, Real (*convert)(Integer)) {
  for (const Integer x : integers<Integer>())
    ASSERT_EQ(convert(x), narrowed<Real>(mode, static_cast<Extended>(x)))
        << name << '(' << x << ')';
}

TEST(Conversions, IntegerToReal) {
  FOUR_MODES(checkFromInteger, __int2float);
  FOUR_MODES(checkFromInteger, __uint2float);
  FOUR_MODES(checkFromInteger, __ll2float);
  FOUR_MODES(checkFromInteger, __ull2float);
  FOUR_MODES(checkFromInteger, __ll2double);
  FOUR_MODES(checkFromInteger, __ull2double);
  EXPECT_EQ(__int2double_rn(-7), -7.0);
  EXPECT_EQ(__uint2double_rn(~0u), 4294967295.0);
}

void checkToFloat(const char *name, int mode, float (*convert)(double)) {
  std::mt19937_64 random(8);
  std::vector<double> values = {0, 1e300, 1e-300, 1e-45, 7e-46, 3.4028235677973366e38, INFINITY};
  for (int i = 0; i < 100000; ++i)
    values.push_back(std::ldexp(static_cast<double>(random()), -static_cast<int>(random() % 230)));
  for (const double x : values)
    for (const double y : {x, -x})
      ASSERT_EQ(convert(y), narrowed<float>(mode, y)) << name << '(' << y << ')';
  EXPECT_TRUE(std::isnan(convert(NAN)));
}

TEST(Conversions, DoubleToFloat) { FOUR_MODES(checkToFloat, __double2float); }

TEST(Conversions, Bits) {
  EXPECT_EQ(__float_as_int(-0.0f), std::numeric_limits<int>::min());
  EXPECT_EQ(__float_as_uint(1.0f), 0x3f800000u);
  EXPECT_EQ(__int_as_float(0x40000000), 2.0f);
  EXPECT_EQ(__uint_as_float(0xc0000000u), -2.0f);
  EXPECT_EQ(__double_as_longlong(1.0), 0x3ff0000000000000ll);
  EXPECT_EQ(__longlong_as_double(0x4000000000000000ll), 2.0);
  EXPECT_EQ(__double2hiint(-2.0), static_cast<int>(0xc0000000u));
  EXPECT_EQ(__double2loint(__longlong_as_double(0x12345678ffffffffll)), -1);
  EXPECT_EQ(__hiloint2double(0x3ff00000, 0), 1.0);
  EXPECT_EQ(__double_as_longlong(__hiloint2double(-1, -2)), -2ll);
}

} // namespace
