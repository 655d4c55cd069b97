// SPDX-License-Identifier: Apache-2.0
// Measures the math functions against long double references, in units in the last place of the
// result, and holds them to the bounds that CUDA documents (or, for standard functions, that the C
// library keeps). Samples are spread evenly over the values and over the exponents of each range.
#include "sampan/math_functions.h"
#include "sampan/vector_functions.h"

#include <cfloat>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

static_assert(LDBL_MANT_DIG >= 64, "the references need more digits than double");

namespace {

using Extended = long double;

const Extended pi = 3.14159265358979323846264338327950288L;

template <class T> Extended ulpOf(Extended value) {
  const Extended magnitude = std::fabs(value);
  const int smallest = std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits;
  const int exponent =
      magnitude == 0 ? smallest : std::ilogb(magnitude) + 1 - std::numeric_limits<T>::digits;
  return std::ldexp(Extended{1}, std::max(exponent, smallest));
}

template <class T> Extended errorInUlps(T computed, Extended exact) {
  if (std::isnan(exact) || std::isnan(computed))
    return std::isnan(exact) && std::isnan(computed) ? 0 : INFINITY;
  const Extended beyond = std::ldexp(Extended{1}, std::numeric_limits<T>::max_exponent);
  if (std::isinf(computed))
    return std::fabs(exact) + ulpOf<T>(beyond / 2) >= beyond && (exact > 0) == (computed > 0)
               ? 0
               : INFINITY;
  return std::fabs(computed - exact) / ulpOf<T>(exact);
}

/// Evenly spread over [low, high], and over the exponents of that range on both sides of zero.
template <class T> std::vector<T> samples(double low, double high, int count) {
  std::mt19937_64 random(12345);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<T> result{static_cast<T>(low), static_cast<T>(high)};
  const double smallest = static_cast<double>(std::numeric_limits<T>::denorm_min());
  const double side[] = {low < 0 ? -low : 0, high > 0 ? high : 0};
  for (int i = 0; i < count; ++i) {
    result.push_back(static_cast<T>(low + (high - low) * uniform(random)));
    const bool positive = side[0] == 0 || (side[1] > 0 && (i & 1));
    const double most = std::log2(side[positive ? 1 : 0]);
    const double least = low > 0    ? std::log2(low)
                         : high < 0 ? std::log2(-high)
                                    : std::log2(smallest);
    const double magnitude = std::exp2(least + (most - least) * uniform(random));
    const T x = static_cast<T>(positive ? magnitude : -magnitude);
    if (x >= low && x <= high)
      result.push_back(x);
  }
  return result;
}

template <class T> struct Function {
  const char *name;
  T (*function)(T);
  Extended (*exact)(Extended);
  double low, high, bound;
};

template <class T> void check(const Function<T> &f, int count) {
  Extended worst = 0;
  T at = 0;
  for (const T x : samples<T>(f.low, f.high, count)) {
    const Extended error = errorInUlps<T>(f.function(x), f.exact(x));
    if (!(error <= worst)) {
      worst = error;
      at = x;
    }
  }
  EXPECT_LE(worst, f.bound) << f.name << '(' << at << ") = " << f.function(at);
  testing::Test::RecordProperty(f.name, std::to_string(static_cast<double>(worst)));
}

// References -----------------------------------------------------------------------------------

/// exp(factor x^2); the square is split so that no digit is lost.
Extended expSquare(Extended x, Extended factor) {
  const double head = static_cast<double>(x), high = head * head;
  const Extended tail = x - head;
  const Extended low = std::fma(head, head, -high) + tail * (2 * Extended{head} + tail);
  return std::exp(factor * high) * (1 + factor * low);
}
Extended exactErfcx(Extended x) {
  if (x < 50)
    return expSquare(x, 1) * std::erfc(x);
  const Extended s = 1 / (2 * x * x);
  return (1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s)))) / (x * std::sqrt(pi));
}
Extended exactNormcdf(Extended x) {
  return x < -1 ? exactErfcx(-x * std::sqrt(Extended{0.5})) * expSquare(x, -0.5L) / 2
                : std::erfc(-x * std::sqrt(Extended{0.5})) / 2;
}
Extended exactErfcinv(Extended z) {
  if (z > 1)
    return -exactErfcinv(2 - z);
  if (z == 0)
    return INFINITY;
  Extended y = z > 0.5L ? (1 - z) * std::sqrt(pi) / 2 : std::sqrt(-std::log(z)) * 0.9L;
  for (int i = 0; i < 10 && z <= 0.5L; ++i) // Newton's iteration for the logarithm
    y += std::log(std::erfc(y) / z) * std::erfc(y) * std::sqrt(pi) / (2 * std::exp(-y * y));
  for (int i = 0; i < 10; ++i) { // Halley's iteration
    const Extended residual = z > 0.5L ? (1 - z) - std::erf(y) : std::erfc(y) - z;
    const Extended step = residual / (2 / std::sqrt(pi) * std::exp(-y * y));
    y += step / (1 - y * step);
  }
  return y;
}
Extended exactErfinv(Extended x) {
  if (std::fabs(x) > 0.5L)
    return x > 0 ? exactErfcinv(1 - x) : -exactErfcinv(1 + x);
  if (std::fabs(x) < 1e-9L)
    return x * std::sqrt(pi) / 2;
  Extended y = x * std::sqrt(pi) / 2;
  for (int i = 0; i < 20; ++i) {
    const Extended step = (x - std::erf(y)) / (2 / std::sqrt(pi) * std::exp(-y * y));
    y += step / (1 - y * step);
  }
  return y;
}
Extended exactNormcdfinv(Extended p) { return -std::sqrt(Extended{2}) * exactErfcinv(2 * p); }
Extended besselSeries(Extended x, int order) {
  Extended term = order == 0 ? 1 : x / 2, sum = term;
  const Extended quarter = x * x / 4;
  for (int k = 1; k < 2000 && term > sum * 1e-22L; ++k) {
    term *= quarter / (Extended(k) * (k + order));
    sum += term;
  }
  return sum;
}
Extended exactI0(Extended x) { return besselSeries(std::fabs(x), 0); }
Extended exactI1(Extended x) { return std::copysign(besselSeries(std::fabs(x), 1), x); }
Extended exactSinpi(Extended x) {
  const Extended r = std::remainder(x, Extended{2});
  const Extended folded = std::fabs(r) > 0.5L ? std::copysign(1 - std::fabs(r), r) : r;
  return std::fabs(folded) > 0.25L
             ? std::copysign(std::cos(pi * (0.5L - std::fabs(folded))), folded)
             : std::sin(pi * folded);
}
Extended exactCospi(Extended x) {
  const Extended r = std::fabs(std::remainder(x, Extended{2}));
  return r < 0.25L ? std::cos(pi * r) : exactSinpi(0.5L - r);
}
Extended exactRsqrt(Extended x) { return 1 / std::sqrt(x); }
Extended exactRcbrt(Extended x) { return 1 / std::cbrt(x); }
Extended exactExp10(Extended x) { return ::exp10l(x); }

// Tests ----------------------------------------------------------------------------------------

const double largest = DBL_MAX, largestFloat = FLT_MAX;

TEST(MathAccuracy, DoublesThatCudaAdds) {
  const Function<double> functions[] = {
      {"rsqrt", rsqrt, exactRsqrt, 0, largest, 1},
      {"rcbrt", rcbrt, exactRcbrt, -largest, largest, 1},
      {"sinpi", sinpi, exactSinpi, -1e4, 1e4, 2},
      {"cospi", cospi, exactCospi, -1e4, 1e4, 2},
      {"erfcx", erfcx, exactErfcx, -26.6, 1e10, 4},
      {"erfcx", erfcx, exactErfcx, -2, 30, 4},
      {"normcdf", normcdf, exactNormcdf, -38.4, 10, 5},
      {"erfinv", erfinv, exactErfinv, -1, 1, 5},
      {"erfcinv", erfcinv, exactErfcinv, 0, 2, 6},
      {"normcdfinv", normcdfinv, exactNormcdfinv, 0, 1, 8},
      {"cyl_bessel_i0", cyl_bessel_i0, exactI0, -713, 713, 6},
      {"cyl_bessel_i1", cyl_bessel_i1, exactI1, -713, 713, 6},
      {"cyl_bessel_i0", cyl_bessel_i0, exactI0, -20, 20, 6},
      {"cyl_bessel_i1", cyl_bessel_i1, exactI1, -20, 20, 6},
  };
  for (const auto &f : functions)
    check(f, 5000);
}

TEST(MathAccuracy, FloatsThatCudaAdds) {
  const Function<float> functions[] = {
      {"rsqrtf", rsqrtf, exactRsqrt, 0, largestFloat, 2},
      {"rcbrtf", rcbrtf, exactRcbrt, -largestFloat, largestFloat, 1},
      {"sinpif", sinpif, exactSinpi, -1e4, 1e4, 1},
      {"cospif", cospif, exactCospi, -1e4, 1e4, 1},
      {"erfcxf", erfcxf, exactErfcx, -9.3, 1e10, 4},
      {"normcdff", normcdff, exactNormcdf, -14, 10, 5},
      {"erfinvf", erfinvf, exactErfinv, -1, 1, 2},
      {"erfcinvf", erfcinvf, exactErfcinv, 0, 2, 4},
      {"normcdfinvf", normcdfinvf, exactNormcdfinv, 0, 1, 5},
      {"cyl_bessel_i0f", cyl_bessel_i0f, exactI0, -91, 91, 6},
      {"cyl_bessel_i1f", cyl_bessel_i1f, exactI1, -91, 91, 6},
  };
  for (const auto &f : functions)
    check(f, 5000);
}

#define FLOAT_FUNCTION(name, low, high, bound)                                                     \
  Function<float> {                                                                                \
    #name "f", name##f, [](Extended x) -> Extended { return std::name(x); }, low, high, bound      \
  }
#define DOUBLE_FUNCTION(name, low, high, bound)                                                    \
  Function<double> {                                                                               \
    #name, name, [](Extended x) -> Extended { return std::name(x); }, low, high, bound             \
  }

TEST(MathAccuracy, StandardFloats) {
  const Function<float> functions[] = {
      FLOAT_FUNCTION(sin, -1e6, 1e6, 2),        FLOAT_FUNCTION(cos, -1e6, 1e6, 2),
      FLOAT_FUNCTION(tan, -1e6, 1e6, 4),        FLOAT_FUNCTION(asin, -1, 1, 2),
      FLOAT_FUNCTION(acos, -1, 1, 2),           FLOAT_FUNCTION(atan, -1e9, 1e9, 2),
      FLOAT_FUNCTION(sinh, -88, 88, 3),         FLOAT_FUNCTION(cosh, -88, 88, 2),
      FLOAT_FUNCTION(tanh, -20, 20, 2.5),       FLOAT_FUNCTION(asinh, -1e30, 1e30, 3),
      FLOAT_FUNCTION(acosh, 1, 1e30, 4),        FLOAT_FUNCTION(atanh, -1, 1, 3),
      FLOAT_FUNCTION(exp, -103, 88.7, 2),       FLOAT_FUNCTION(exp2, -149, 127.9, 2),
      FLOAT_FUNCTION(expm1, -20, 88, 1.5),      FLOAT_FUNCTION(log, 0, largestFloat, 1),
      FLOAT_FUNCTION(log2, 0, largestFloat, 1), FLOAT_FUNCTION(log10, 0, largestFloat, 2),
      FLOAT_FUNCTION(log1p, -0.99, 1e30, 2),    FLOAT_FUNCTION(sqrt, 0, largestFloat, 0.5),
      FLOAT_FUNCTION(cbrt, -1e30, 1e30, 1),     FLOAT_FUNCTION(erf, -4, 4, 2),
      FLOAT_FUNCTION(erfc, -4, 10, 4),
  };
  for (const auto &f : functions)
    check(f, 20000);
  check(Function<float>{"exp10f", exp10f, exactExp10, -37, 38.5, 2}, 20000);
}

TEST(MathAccuracy, StandardDoubles) {
  const Function<double> functions[] = {
      DOUBLE_FUNCTION(sin, -1e6, 1e6, 2),      DOUBLE_FUNCTION(cos, -1e6, 1e6, 2),
      DOUBLE_FUNCTION(tan, -1e6, 1e6, 2),      DOUBLE_FUNCTION(asin, -1, 1, 2),
      DOUBLE_FUNCTION(acos, -1, 1, 2),         DOUBLE_FUNCTION(atan, -1e9, 1e9, 2),
      DOUBLE_FUNCTION(sinh, -700, 700, 2),     DOUBLE_FUNCTION(cosh, -700, 700, 2),
      DOUBLE_FUNCTION(tanh, -20, 20, 2.5),     DOUBLE_FUNCTION(asinh, -1e300, 1e300, 3),
      DOUBLE_FUNCTION(acosh, 1, 1e300, 3),     DOUBLE_FUNCTION(atanh, -1, 1, 2),
      DOUBLE_FUNCTION(exp, -745, 709, 1),      DOUBLE_FUNCTION(exp2, -1074, 1023.9, 1),
      DOUBLE_FUNCTION(expm1, -20, 700, 1),     DOUBLE_FUNCTION(log, 0, largest, 1),
      DOUBLE_FUNCTION(log2, 0, largest, 1),    DOUBLE_FUNCTION(log10, 0, largest, 2),
      DOUBLE_FUNCTION(log1p, -0.99, 1e300, 1), DOUBLE_FUNCTION(sqrt, 0, largest, 0.5),
      DOUBLE_FUNCTION(cbrt, -1e300, 1e300, 4), DOUBLE_FUNCTION(erf, -6, 6, 2),
      DOUBLE_FUNCTION(erfc, -6, 26, 5.5),
  };
  for (const auto &f : functions)
    check(f, 5000);
  check(Function<double>{"exp10", exp10, exactExp10, -323, 308, 2.5}, 5000);
}

template <class T, class Computed, class Exact>
Extended worstOfFour(int count, int range, Computed computed, Exact exact) {
  std::mt19937_64 random(99);
  std::uniform_real_distribution<double> mantissa(-2, 2);
  Extended worst = 0;
  for (int i = 0; i < count; ++i) {
    const int base = static_cast<int>(random() % (2 * range)) - range;
    T v[4];
    for (T &x : v)
      x = static_cast<T>(std::ldexp(mantissa(random), base + static_cast<int>(random() % 30) - 15));
    const Extended e[] = {v[0], v[1], v[2], v[3]};
    worst = std::max(worst, errorInUlps<T>(computed(v), exact(e)));
  }
  return worst;
}

Extended exactNorm(const Extended *v, int n) {
  Extended sum = 0;
  for (int i = 0; i < n; ++i)
    sum += v[i] * v[i];
  return std::sqrt(sum);
}

TEST(MathAccuracy, NormsOfDoubles) {
  const auto worst = [](auto computed, auto exact) {
    return worstOfFour<double>(20000, 1000, computed, exact);
  };
  using D = const double *;
  using E = const Extended *;
  EXPECT_LE(
      worst([](D v) { return norm3d(v[0], v[1], v[2]); }, [](E v) { return exactNorm(v, 3); }), 1);
  EXPECT_LE(worst([](D v) { return norm4d(v[0], v[1], v[2], v[3]); },
                  [](E v) { return exactNorm(v, 4); }),
            1);
  EXPECT_LE(worst([](D v) { return norm(4, v); }, [](E v) { return exactNorm(v, 4); }), 1);
  EXPECT_LE(
      worst([](D v) { return rnorm3d(v[0], v[1], v[2]); }, [](E v) { return 1 / exactNorm(v, 3); }),
      1);
  EXPECT_LE(worst([](D v) { return rnorm4d(v[0], v[1], v[2], v[3]); },
                  [](E v) { return 1 / exactNorm(v, 4); }),
            1);
  EXPECT_LE(worst([](D v) { return rnorm(4, v); }, [](E v) { return 1 / exactNorm(v, 4); }), 1);
  EXPECT_LE(worst([](D v) { return rhypot(v[0], v[1]); }, [](E v) { return 1 / exactNorm(v, 2); }),
            1);
  EXPECT_LE(worst([](D v) { return hypot(v[0], v[1]); }, [](E v) { return exactNorm(v, 2); }), 2);
}

TEST(MathAccuracy, NormsOfFloats) {
  const auto worst = [](auto computed, auto exact) {
    return worstOfFour<float>(20000, 120, computed, exact);
  };
  using F = const float *;
  using E = const Extended *;
  EXPECT_LE(
      worst([](F v) { return norm3df(v[0], v[1], v[2]); }, [](E v) { return exactNorm(v, 3); }), 3);
  EXPECT_LE(worst([](F v) { return norm4df(v[0], v[1], v[2], v[3]); },
                  [](E v) { return exactNorm(v, 4); }),
            3);
  EXPECT_LE(worst([](F v) { return normf(4, v); }, [](E v) { return exactNorm(v, 4); }), 4);
  EXPECT_LE(worst([](F v) { return rnorm3df(v[0], v[1], v[2]); },
                  [](E v) { return 1 / exactNorm(v, 3); }),
            2);
  EXPECT_LE(worst([](F v) { return rnorm4df(v[0], v[1], v[2], v[3]); },
                  [](E v) { return 1 / exactNorm(v, 4); }),
            2);
  EXPECT_LE(worst([](F v) { return rnormf(4, v); }, [](E v) { return 1 / exactNorm(v, 4); }), 2);
  EXPECT_LE(worst([](F v) { return rhypotf(v[0], v[1]); }, [](E v) { return 1 / exactNorm(v, 2); }),
            2);
}

} // namespace
