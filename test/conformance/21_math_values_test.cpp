// SPDX-License-Identifier: Apache-2.0
// Special values of the math functions (zeros, infinities, NaN, exact cases) as CUDA documents
// them, and the overload sets: which types the names take and give, also with `using namespace
// std`.
#include "sampan/math_functions.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include <gtest/gtest.h>

using namespace std;

#define EXPECT_TYPE(expression, type) static_assert(is_same<decltype(expression), type>::value)
EXPECT_TYPE(sin(1.f), float);
EXPECT_TYPE(sin(1), double);
EXPECT_TYPE(pow(1.f, 2.f), float);
EXPECT_TYPE(abs(-1.f), float);
EXPECT_TYPE(abs(-1LL), long long);
EXPECT_TYPE(fma(1.f, 2.f, 3.f), float);
EXPECT_TYPE(exp10(1.f), float);
EXPECT_TYPE(rsqrt(1.f), float);
EXPECT_TYPE(erfcinv(1.), double);
EXPECT_TYPE(y1(1.f), float);
EXPECT_TYPE(min(1, 2), int);
EXPECT_TYPE(min(1u, 2), unsigned);
EXPECT_TYPE(max(1L, 2UL), unsigned long);
EXPECT_TYPE(max(1LL, 2LL), long long);
EXPECT_TYPE(max(1.f, 2.f), float);
EXPECT_TYPE(max(1.f, 2.), double);
EXPECT_TYPE(min(size_t{1}, size_t{2}), size_t);
EXPECT_TYPE(isnan(1.f), bool);
EXPECT_TYPE(signbit(1.), bool);

namespace {

const double inf = numeric_limits<double>::infinity(), nan_ = numeric_limits<double>::quiet_NaN();

TEST(MathValues, MinMax) {
  EXPECT_EQ(min(-1, 2), -1);
  EXPECT_EQ(min(-1, 2u), 2u); // -1 becomes 2^32 - 1
  EXPECT_EQ(max(-1LL, 2ULL), ~0ULL);
  EXPECT_EQ(umax(1, 2), 2u);
  EXPECT_EQ(llmin(-5, 3), -5);
  EXPECT_EQ(ullmax(1, ~0ULL), ~0ULL);
  EXPECT_EQ(max(1.f, NAN), 1.f);
  EXPECT_EQ(max(NAN, 1.f), 1.f);
  EXPECT_EQ(min(1.0, nan_), 1.0);
  EXPECT_EQ(min(nan_, 1.0), 1.0);
  EXPECT_TRUE(isnan(min(nan_, nan_)));
  EXPECT_EQ(fmaxf(NAN, 3.f), 3.f);
  EXPECT_EQ(fmaxf(3.f, NAN), 3.f);
  EXPECT_EQ(fminf(-3.f, 2.f), -3.f);
  EXPECT_EQ(fmin(nan_, 2.0), 2.0);
  EXPECT_EQ(fmax(-inf, 2.0), 2.0);
  const float values[] = {3, 1, 2};
  EXPECT_EQ(*max_element(values, values + 3), 3);
  EXPECT_EQ(max({1, 5, 2}), 5);
  EXPECT_EQ(abs(complex<float>(3, 4)), 5);
}

TEST(MathValues, Roots) {
  EXPECT_EQ(rsqrt(0.0), inf);
  EXPECT_EQ(rsqrt(-0.0), -inf);
  EXPECT_EQ(rsqrt(inf), 0);
  EXPECT_TRUE(isnan(rsqrt(-1.0)));
  EXPECT_EQ(rsqrt(0.25), 2);
  EXPECT_EQ(rsqrtf(0.f), INFINITY);
  EXPECT_EQ(rcbrt(0.0), inf);
  EXPECT_EQ(rcbrt(-0.0), -inf);
  EXPECT_TRUE(signbit(rcbrt(-inf)) && rcbrt(-inf) == 0);
  EXPECT_EQ(rcbrt(-8.0), -0.5);
  EXPECT_TRUE(isnan(rcbrt(nan_)));
}

TEST(MathValues, Norms) {
  EXPECT_EQ(norm3d(2, 3, 6), 7);
  EXPECT_EQ(norm3d(ldexp(2., 1000), ldexp(3., 1000), ldexp(6., 1000)), ldexp(7., 1000));
  EXPECT_EQ(norm4d(1, 1, 1, 1), 2);
  EXPECT_EQ(norm3df(ldexp(2.f, 120), ldexp(3.f, 120), ldexp(6.f, 120)), ldexp(7.f, 120));
  EXPECT_EQ(rnorm4d(1, 1, 1, 1), 0.5);
  EXPECT_EQ(norm3d(nan_, inf, 0), inf);
  EXPECT_EQ(norm3d(nan_, -inf, 0), inf);
  EXPECT_TRUE(isnan(norm3d(nan_, 1, 0)));
  EXPECT_EQ(rnorm3d(nan_, inf, 0), 0);
  EXPECT_EQ(rnorm3d(0, 0, 0), inf);
  EXPECT_EQ(norm3d(0, -0.0, 0), 0);
  EXPECT_EQ(norm3d(4.9406564584124654e-324, 0, 0), 4.9406564584124654e-324);
  EXPECT_EQ(rhypot(3, 4), 0.2);
  EXPECT_EQ(rhypotf(3, 4), 0.2f);
  EXPECT_EQ(rhypotf(NAN, INFINITY), 0);
  const double v[] = {2, 3, 6};
  EXPECT_EQ(norm(3, v), 7);
  EXPECT_EQ(norm(0, v), 0);
  const float f[] = {1, 1, 1, 1};
  EXPECT_EQ(normf(4, f), 2);
  EXPECT_EQ(rnormf(4, f), 0.5f);
}

TEST(MathValues, Sinpi) {
  for (const double x : {0.0, 1.0, 2.0, 3.0, 1e15, 9007199254740993.0, 1e300, 1.7e308}) {
    EXPECT_EQ(sinpi(x), 0) << x;
    EXPECT_FALSE(signbit(sinpi(x))) << x;
    EXPECT_TRUE(signbit(sinpi(-x))) << x;
    EXPECT_EQ(cospi(x), fmod(x, 2) == 1 ? -1 : 1) << x;
  }
  for (int n = -9; n < 9; ++n) {
    EXPECT_EQ(sinpi(n + 0.5), n % 2 == 0 ? 1 : -1) << n;
    EXPECT_EQ(cospi(n + 0.5), 0) << n;
  }
  EXPECT_TRUE(isnan(sinpi(inf)) && isnan(cospi(-inf)) && isnan(sinpif(INFINITY)));
  double s, c;
  sincospi(0.25, &s, &c);
  EXPECT_EQ(s, sinpi(0.25));
  EXPECT_EQ(c, cospi(0.25));
  float sf, cf;
  sincospi(1.5f, &sf, &cf);
  EXPECT_EQ(sf, -1);
  EXPECT_EQ(cf, 0);
  sincos(1.0f, &sf, &cf);
  EXPECT_EQ(sf, sinf(1.0f));
  EXPECT_EQ(cf, cosf(1.0f));
}

TEST(MathValues, ErrorFunctions) {
  EXPECT_EQ(erfcx(0.0), 1);
  EXPECT_EQ(erfcx(inf), 0);
  EXPECT_EQ(erfcx(-inf), inf);
  EXPECT_EQ(erfcx(-27.0), inf);
  EXPECT_TRUE(isnan(erfcx(nan_)));
  EXPECT_EQ(erfinv(1.0), inf);
  EXPECT_EQ(erfinv(-1.0), -inf);
  EXPECT_TRUE(erfinv(-0.0) == 0 && signbit(erfinv(-0.0)));
  EXPECT_TRUE(isnan(erfinv(1.5)) && isnan(erfinv(nan_)));
  EXPECT_EQ(erfcinv(0.0), inf);
  EXPECT_EQ(erfcinv(2.0), -inf);
  EXPECT_EQ(erfcinv(1.0), 0);
  EXPECT_TRUE(isnan(erfcinv(-0.1)) && isnan(erfcinv(2.1)) && isnan(erfcinv(nan_)));
  EXPECT_EQ(normcdf(-inf), 0);
  EXPECT_EQ(normcdf(inf), 1);
  EXPECT_EQ(normcdf(0.0), 0.5);
  EXPECT_TRUE(isnan(normcdf(nan_)));
  EXPECT_EQ(normcdfinv(0.0), -inf);
  EXPECT_EQ(normcdfinv(1.0), inf);
  EXPECT_TRUE(normcdfinv(0.5) == 0 && !signbit(normcdfinv(0.5)));
  EXPECT_TRUE(isnan(normcdfinv(-0.1)) && isnan(normcdfinv(1.1)));
}

TEST(MathValues, Bessel) {
  EXPECT_EQ(cyl_bessel_i0(0.0), 1);
  EXPECT_EQ(cyl_bessel_i0(-inf), inf);
  EXPECT_EQ(cyl_bessel_i0(800.0), inf);
  EXPECT_TRUE(isnan(cyl_bessel_i0(nan_)));
  EXPECT_TRUE(signbit(cyl_bessel_i1(-0.0)));
  EXPECT_EQ(cyl_bessel_i1(-inf), -inf);
  EXPECT_TRUE(isnan(cyl_bessel_i1(nan_)));
  EXPECT_EQ(j0(0.0f), 1.0f);
  EXPECT_EQ(jn(2, 0.0f), 0.0f);
}

TEST(MathValues, Rest) {
  EXPECT_EQ(fdividef(1.f, 4.f), 0.25f);
  EXPECT_EQ(fdivide(1.0, 4.0), 0.25);
  EXPECT_EQ(exp10(3.0f), 1000.0f);
  EXPECT_EQ(CUDART_PI_F, 3.14159265f);
  EXPECT_EQ(CUDART_INF, inf);
  EXPECT_TRUE(isinf(CUDART_INF_F) && isnan(CUDART_NAN) && signbit(-0.0f) && isfinite(1.0f));
  EXPECT_EQ(CUDART_MIN_DENORM_F, numeric_limits<float>::denorm_min());
  EXPECT_EQ(CUDART_MAX_NORMAL_F, numeric_limits<float>::max());
  EXPECT_EQ(CUDART_TWO_TO_M126_F, numeric_limits<float>::min());
}

} // namespace
