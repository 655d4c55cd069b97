// SPDX-License-Identifier: Apache-2.0
// cuComplex.h's functions against std::complex, and the operands for which scaling matters.
#include "sampan/complex.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

namespace {

template <class T> struct Functions;
template <> struct Functions<float> {
  using Type = cuFloatComplex;
  static Type make(float re, float im) { return make_cuFloatComplex(re, im); }
  static Type mul(Type a, Type b) { return cuCmulf(a, b); }
  static Type div(Type a, Type b) { return cuCdivf(a, b); }
  static Type fma(Type a, Type b, Type c) { return cuCfmaf(a, b, c); }
  static float abs(Type a) { return cuCabsf(a); }
};
template <> struct Functions<double> {
  using Type = cuDoubleComplex;
  static Type make(double re, double im) { return make_cuDoubleComplex(re, im); }
  static Type mul(Type a, Type b) { return cuCmul(a, b); }
  static Type div(Type a, Type b) { return cuCdiv(a, b); }
  static Type fma(Type a, Type b, Type c) { return cuCfma(a, b, c); }
  static double abs(Type a) { return cuCabs(a); }
};

template <class T> class Complex : public testing::Test {};
using Elements = testing::Types<float, double>;
TYPED_TEST_SUITE(Complex, Elements);

TYPED_TEST(Complex, AgreesWithTheStandardLibrary) {
  using F = Functions<TypeParam>;
  const TypeParam tolerance = 8 * std::numeric_limits<TypeParam>::epsilon();
  const auto close = [&](typename F::Type got, std::complex<TypeParam> wanted) {
    EXPECT_LE(std::abs(std::complex<TypeParam>(got.x, got.y) - wanted),
              tolerance * std::abs(wanted));
  };
  for (int i = 0; i < 200; ++i) {
    const std::complex<TypeParam> a(std::sin(TypeParam(i)), 3 * std::cos(TypeParam(7 * i)));
    const std::complex<TypeParam> b(2 + std::cos(TypeParam(3 * i)), std::sin(TypeParam(5 * i)));
    const auto p = F::make(a.real(), a.imag()), q = F::make(b.real(), b.imag());
    close(F::mul(p, q), a * b);
    close(F::div(p, q), a / b);
    close(F::fma(p, q, q), (a + TypeParam(1)) * b);
    EXPECT_NEAR(F::abs(p), std::abs(a), tolerance * std::abs(a));
  }
}

TYPED_TEST(Complex, ScalesExtremeOperands) {
  using F = Functions<TypeParam>;
  const TypeParam huge = std::numeric_limits<TypeParam>::max() / 4;
  const TypeParam tiny = std::numeric_limits<TypeParam>::min() * 4;
  EXPECT_NEAR(F::abs(F::make(huge, huge)) / huge, std::sqrt(TypeParam(2)), 1e-6);
  EXPECT_NEAR(F::abs(F::make(tiny, -tiny)) / tiny, std::sqrt(TypeParam(2)), 1e-6);
  EXPECT_EQ(F::abs(F::make(0, 0)), 0);
  EXPECT_EQ(F::abs(F::make(NAN, -INFINITY)), INFINITY);
  EXPECT_TRUE(std::isnan(F::abs(F::make(NAN, 1))));
  EXPECT_NEAR(F::div(F::make(huge, 0), F::make(huge, 0)).x, 1, 1e-6);
}

TEST(ComplexParts, AccessAndConversion) {
  const cuDoubleComplex z = make_cuDoubleComplex(3, -4);
  EXPECT_EQ(cuCreal(z), 3);
  EXPECT_EQ(cuCimag(cuConj(z)), 4);
  EXPECT_EQ(cuCabs(z), 5);
  EXPECT_EQ(cuCadd(z, z).x, 6);
  EXPECT_EQ(cuCsub(z, z).y, 0);
  EXPECT_EQ(cuCimagf(cuComplexDoubleToFloat(z)), -4);
  EXPECT_EQ(cuComplexFloatToDouble(make_cuComplex(1, 2)).y, 2);
}

} // namespace
