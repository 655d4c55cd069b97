// SPDX-License-Identifier: Apache-2.0
// The inline float functions, over all exponents with their special values, against double
// precision references rounded to float. CUDA states errors as the distance from the correctly
// rounded result, so that is what is measured; and what C says about zeros, infinities and NaN must
// hold exactly.
#include "sampan/kernel.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using namespace spn::detail;

/// Neighbouring floats differ by one; both zeros are one place.
std::int64_t place(float x) {
  std::int32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? -static_cast<std::int64_t>(bits & 0x7fffffff) : bits;
}

constexpr std::int64_t wrong = std::int64_t{1} << 40;

std::int64_t distance(float computed, double exact) {
  const float expected = static_cast<float>(exact);
  if (std::isnan(expected) || std::isnan(computed))
    return std::isnan(expected) && std::isnan(computed) ? 0 : wrong;
  if (expected == 0 && computed == 0)
    return std::signbit(expected) == std::signbit(computed) ? 0 : wrong;
  return std::abs(place(computed) - place(expected));
}

struct Unary {
  const char *name;
  /// A loop, so that it is the vector code that is tested where there is one.
  void (*run)(const float *in, float *out, int count);
  double (*exact)(double);
  std::int64_t bound;
};

#define LOOP(function)                                                                             \
  [](const float *in, float *out, int count) {                                                     \
    for (int i = 0; i < count; ++i)                                                                \
      out[i] = function(in[i]);                                                                    \
  }
// The same with the instructions that spncc counts on, where the machine has them.
#if defined(__x86_64__)
#define FUSED_LOOP(function)                                                                       \
  [](const float *in, float *out, int count) __attribute__((target("avx2,fma"))) {                 \
    for (int i = 0; i < count; ++i)                                                                \
      out[i] = function(in[i]);                                                                    \
  }
bool machineFuses() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
#define FUSED_LOOP LOOP
bool machineFuses() { return true; }
#endif

#define FUNCTION(LOOP, function, reference, bound)                                                 \
  {#reference, LOOP(function), [](double x) -> double { return ::reference(x); }, bound}
#define FUNCTIONS(LOOP)                                                                            \
  {FUNCTION(LOOP, expFloat, exp, 1),     FUNCTION(LOOP, exp2Float, exp2, 2),                       \
   FUNCTION(LOOP, exp10Float, exp10, 2), FUNCTION(LOOP, logFloat, log, 1),                         \
   FUNCTION(LOOP, log2Float, log2, 1),   FUNCTION(LOOP, log10Float, log10, 2),                     \
   FUNCTION(LOOP, sinFloat, sin, 2),     FUNCTION(LOOP, cosFloat, cos, 2),                         \
   FUNCTION(LOOP, tanFloat, tan, 4),     FUNCTION(LOOP, tanhFloat, tanh, 2),                       \
   FUNCTION(LOOP, erfFloat, erf, 2)}
const Unary plain[] = FUNCTIONS(LOOP);
const Unary fused[] = FUNCTIONS(FUSED_LOOP);

/// Every exponent with evenly spread digits, and the values where definitions change.
std::vector<float> arguments() {
  std::vector<float> all;
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 4099) {
    const std::uint32_t word = static_cast<std::uint32_t>(bits);
    float value;
    std::memcpy(&value, &word, sizeof value);
    all.push_back(value);
  }
  using Limits = std::numeric_limits<float>;
  for (const float value : {0.0f,
                            Limits::denorm_min(),
                            Limits::min(),
                            Limits::max(),
                            Limits::infinity(),
                            Limits::quiet_NaN(),
                            1.0f,
                            0.5f,
                            2.0f,
                            10.0f,
                            88.7228317f,
                            88.7228394f,
                            103.972084f,
                            87.3365479f,
                            128.0f,
                            127.999992f,
                            149.0f,
                            150.0f,
                            38.5318394f,
                            45.5f,
                            0.55f,
                            0.925f,
                            4.0f,
                            1.57079637f,
                            3.14159274f,
                            16777216.0f,
                            1.70141173e38f})
    for (const float sign : {1.0f, -1.0f})
      for (const float to : {-Limits::infinity(), Limits::infinity()}) {
        all.push_back(sign * value);
        all.push_back(std::nextafter(sign * value, to));
      }
  return all;
}

template <std::size_t N> void check(const Unary (&functions)[N]) {
  const std::vector<float> in = arguments();
  std::vector<float> out(in.size());
  for (const Unary &f : functions) {
    f.run(in.data(), out.data(), static_cast<int>(in.size()));
    std::int64_t worst = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const std::int64_t error = distance(out[i], f.exact(in[i]));
      if (error > worst) {
        worst = error;
        at = i;
      }
    }
    EXPECT_LE(worst, f.bound) << f.name << "f(" << in[at] << ") = " << out[at];
    testing::Test::RecordProperty(f.name, std::to_string(worst));
  }
}

TEST(FloatMath, ErrorsAreWithinCudasBounds) { check(plain); }

TEST(FloatMath, ErrorsAreWithinCudasBoundsWithFusedOperations) {
  if (!machineFuses())
    GTEST_SKIP() << "this machine has no fused multiply-add";
  check(fused);
}

void checkPower(float x, float y) {
  const float computed = powFloat(x, y);
  EXPECT_LE(distance(computed, std::pow(static_cast<double>(x), static_cast<double>(y))), 1)
      << "powf(" << x << ", " << y << ") = " << computed;
}

TEST(FloatMath, PowerOfSpecialValues) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float values[] = {
      0.0f,   0.5f,   1.0f,       0.99999994f, 1.00000012f,   1.5f,        2.0f,
      2.5f,   3.0f,   8388607.0f, 8388608.5f,  8388609.0f,    16777215.0f, 16777216.0f,
      1e-45f, 1e-40f, 1e30f,      3.4e38f,     1.175494e-38f, infinity,    std::nanf("")};
  for (const float x : values)
    for (const float y : values)
      for (const float signX : {1.0f, -1.0f})
        for (const float signY : {1.0f, -1.0f})
          checkPower(signX * x, signY * y);
}

TEST(FloatMath, PowerOverAllExponents) {
  std::uint32_t state = 1;
  auto next = [&state] { return state = state * 1664525u + 1013904223u; };
  auto any = [&next] { return bitsAs<float>(next()); };
  for (int i = 0; i < 200000 && !HasFailure(); ++i) {
    checkPower(any(), any());
    const float base = 0.01f * static_cast<float>(next() % 5000 + 1);
    checkPower(base, 0.01f * (static_cast<float>(next() >> 12) - 524288.0f) / 100);
    checkPower(1 + static_cast<float>(next() >> 9) / 16777216.0f, 100 * base);
  }
}

TEST(FloatMath, SincosIsSineAndCosine) {
  for (const float x : {0.0f, -0.0f, 1.0f, -2.5f, 1e10f, 3e38f}) {
    float sine, cosine;
    sincosFloat(x, &sine, &cosine);
    EXPECT_EQ(place(sine), place(sinFloat(x))) << x;
    EXPECT_EQ(std::signbit(sine), std::signbit(sinFloat(x))) << x;
    EXPECT_EQ(cosine, cosFloat(x)) << x;
  }
}

#if defined(SPN_FLOAT_MATH_INLINE)
/// Each way to spell a function must reach the same definition; the C library's differs somewhere.
TEST(FloatMath, AllSpellingsMeanTheInlineFunctions) {
  for (int i = 0; i < 20000; ++i) {
    volatile float hidden = 0.001f * static_cast<float>(i) + 0.01f;
    const float x = hidden;
    EXPECT_EQ(expf(x), expFloat(x));
    EXPECT_EQ(exp(x), expFloat(x));
    EXPECT_EQ(std::exp(x), expFloat(x));
    EXPECT_EQ(__expf(x), expFloat(x));
    EXPECT_EQ(logf(x), logFloat(x));
    EXPECT_EQ(std::log(x), logFloat(x));
    EXPECT_EQ(__log2f(x), log2Float(x));
    EXPECT_EQ(sinf(x), sinFloat(x));
    EXPECT_EQ(std::cos(x), cosFloat(x));
    EXPECT_EQ(powf(x, 1.7f), powFloat(x, 1.7f));
    EXPECT_EQ(std::pow(x, 1.7f), powFloat(x, 1.7f));
    EXPECT_EQ(tanhf(x), tanhFloat(x));
    EXPECT_EQ(erf(x), erfFloat(x));
  }
}
#endif

TEST(FloatMath, ConstantArgumentsStayConstant) {
  constexpr float three = 1.5f + 1.5f;
  EXPECT_EQ(std::exp(0.0f * three), 1.0f);
  EXPECT_EQ(std::log(1.0f), 0.0f);
  float (*function)(float) = expf; // has an address like any other
  EXPECT_NEAR(function(three), 20.0855369f, 1e-5f);
}

} // namespace
