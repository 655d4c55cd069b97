// SPDX-License-Identifier: Apache-2.0
// Half precision against a model in double arithmetic: all 65536 patterns, all points at which a
// conversion's rounding is decided, and sampled operands of the arithmetic.
#include "small_float_reference.h"

#include "sampan/fp16.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

const SmallFloatReference &model() {
  static const SmallFloatReference reference(5, 10);
  return reference;
}
bool isNan(unsigned bits) { return (bits & 0x7fff) > 0x7c00; }
unsigned bitsOf(half h) { return __half_as_ushort(h); }
half ofBits(unsigned bits) { return __ushort_as_half(static_cast<unsigned short>(bits)); }

/// Halves of every exponent, both signs, with the ends of each binade and some between.
std::vector<unsigned> operands() {
  std::vector<unsigned> result;
  Bits random;
  for (unsigned exponent = 0; exponent < 31; ++exponent)
    for (unsigned mantissa : {0u, 1u, 0x3ffu, random.next() & 0x3ff, random.next() & 0x3ff})
      for (unsigned sign : {0u, 0x8000u})
        result.push_back(sign | exponent << 10 | mantissa);
  return result;
}

static_assert(std::is_trivial<half>::value && std::is_trivial<half2>::value, "");
static_assert(sizeof(half) == 2 && sizeof(half2) == 4 && alignof(half2) == 4, "");
static_assert(half(1.0f).__x == 0x3c00, "conversions work at compile time");

TEST(Fp16, EveryPatternAsFloatAndBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const float value = __half2float(ofBits(bits));
    if (isNan(bits)) {
      EXPECT_TRUE(std::isnan(value)) << bits;
      EXPECT_EQ(bitsOf(__float2half(value)), 0x7fffu);
      continue;
    }
    const double expected =
        (bits & 0x7fff) == 0x7c00 ? (bits & 0x8000 ? -INFINITY : INFINITY) : model().value(bits);
    ASSERT_EQ(value, expected) << bits;
    ASSERT_EQ(std::signbit(value), std::signbit(expected)) << bits;
    ASSERT_EQ(bitsOf(__float2half(value)), bits);
    ASSERT_EQ(bitsOf(half(double(value))), bits);
  }
}

TEST(Fp16, RoundsOnceInEveryMode) {
  for (double exact : decisivePoints(model())) {
    const float value = float(exact);
    ASSERT_EQ(bitsOf(__double2half(exact)), model().round(exact)) << exact;
    ASSERT_EQ(bitsOf(__float2half_rn(value)), model().round(value)) << value;
    ASSERT_EQ(bitsOf(__float2half_rz(value)), model().round(value, Towards::Zero)) << value;
    ASSERT_EQ(bitsOf(__float2half_rd(value)), model().round(value, Towards::Down)) << value;
    ASSERT_EQ(bitsOf(__float2half_ru(value)), model().round(value, Towards::Up)) << value;
  }
  for (float huge : {65520.0f, 1e10f, 3.4e38f, INFINITY}) {
    EXPECT_EQ(bitsOf(__float2half(huge)), 0x7c00u);
    EXPECT_EQ(bitsOf(__float2half(-huge)), 0xfc00u);
  }
  EXPECT_EQ(bitsOf(__float2half_rz(1e10f)), 0x7bffu);
  EXPECT_EQ(bitsOf(__float2half_rd(-1e10f)), 0xfc00u);
  EXPECT_EQ(bitsOf(__float2half_ru(1e-30f)), 1u);
  EXPECT_EQ(bitsOf(__float2half_rd(-1e-30f)), 0x8001u);
  EXPECT_EQ(bitsOf(__float2half(1e-45f)), 0u);
  EXPECT_EQ(bitsOf(__double2half(NAN)), 0x7fffu);
}

TEST(Fp16, FromIntegers) {
  for (int i = -70000; i <= 70000; ++i) {
    ASSERT_EQ(bitsOf(__int2half_rn(i)), i ? model().round(i) : 0) << i;
    ASSERT_EQ(bitsOf(__int2half_rz(i)), i ? model().round(i, Towards::Zero) : 0) << i;
    ASSERT_EQ(bitsOf(__ll2half_rd(i)), i ? model().round(i, Towards::Down) : 0) << i;
    ASSERT_EQ(bitsOf(__ll2half_ru(i)), i ? model().round(i, Towards::Up) : 0) << i;
    ASSERT_EQ(bitsOf(half(i)), bitsOf(__int2half_rn(i)));
  }
  EXPECT_EQ(bitsOf(__ull2half_rn(~0ull)), 0x7c00u);
  EXPECT_EQ(bitsOf(__ll2half_rz(INT64_MIN)), 0xfbffu);
  EXPECT_EQ(bitsOf(__ushort2half_rn(65535)), 0x7c00u);
  EXPECT_EQ(bitsOf(__short2half_rn(-32768)), bitsOf(half(-32768)));
}

template <class Integer> Integer clampTo(double value, Integer ofNan) {
  if (std::isnan(value))
    return ofNan;
  if (value <= double(std::numeric_limits<Integer>::min()))
    return std::numeric_limits<Integer>::min();
  if (value >= double(std::numeric_limits<Integer>::max()))
    return std::numeric_limits<Integer>::max();
  return Integer(value);
}

TEST(Fp16, EveryPatternToIntegers) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const half h = ofBits(bits);
    const double v = isNan(bits)                 ? NAN
                     : (bits & 0x7fff) == 0x7c00 ? (bits & 0x8000 ? -INFINITY : INFINITY)
                                                 : model().value(bits);
    ASSERT_EQ(__half2int_rn(h), clampTo<int>(std::nearbyint(v), 0)) << bits;
    ASSERT_EQ(__half2int_rz(h), clampTo<int>(std::trunc(v), 0)) << bits;
    ASSERT_EQ(__half2int_rd(h), clampTo<int>(std::floor(v), 0)) << bits;
    ASSERT_EQ(__half2int_ru(h), clampTo<int>(std::ceil(v), 0)) << bits;
    ASSERT_EQ(__half2uint_rn(h), clampTo<unsigned>(std::nearbyint(v), 0)) << bits;
    ASSERT_EQ(__half2short_rz(h), clampTo<short>(std::trunc(v), 0)) << bits;
    ASSERT_EQ(__half2ushort_ru(h), clampTo<unsigned short>(std::ceil(v), 0)) << bits;
    ASSERT_EQ(__half2ll_rd(h), clampTo<long long>(std::floor(v), INT64_MIN)) << bits;
    ASSERT_EQ(__half2ull_rn(h), clampTo<unsigned long long>(std::nearbyint(v), 1ull << 63));
    ASSERT_EQ(__half2char_rz(h), clampTo<signed char>(std::trunc(v), 0)) << bits;
    ASSERT_EQ(__half2uchar_rz(h), clampTo<unsigned char>(std::trunc(v), 0)) << bits;
  }
}

TEST(Fp16, ArithmeticRoundsOnce) {
  const std::vector<unsigned> values = operands();
  for (unsigned x : values)
    for (unsigned y : values) {
      const double a = model().value(x), b = model().value(y);
      ASSERT_EQ(bitsOf(__hadd(ofBits(x), ofBits(y))), model().round(a + b)) << x << ' ' << y;
      ASSERT_EQ(bitsOf(ofBits(x) - ofBits(y)), model().round(a - b)) << x << ' ' << y;
      ASSERT_EQ(bitsOf(ofBits(x) * ofBits(y)), model().round(a * b)) << x << ' ' << y;
      if (b != 0) {
        ASSERT_EQ(bitsOf(__hdiv(ofBits(x), ofBits(y))), model().round(a / b)) << x << ' ' << y;
      }
      ASSERT_EQ(__hlt(ofBits(x), ofBits(y)), a < b);
      ASSERT_EQ(ofBits(x) == ofBits(y), a == b);
      const double saturated = std::fmin(std::fmax(a + b, 0.0), 1.0);
      ASSERT_EQ(bitsOf(__hadd_sat(ofBits(x), ofBits(y))) & 0x7fff,
                model().round(saturated) & 0x7fff);
    }
}

TEST(Fp16, FusedMultiplyAddRoundsOnce) {
  Bits random;
  for (int i = 0; i < 400000; ++i) {
    unsigned bits[3];
    __int128 fixed[3]; // multiples of 2^-24
    for (int k = 0; k < 3; ++k) {
      do
        bits[k] = random.next() & 0xffff;
      while ((bits[k] & 0x7c00) == 0x7c00);
      fixed[k] = (__int128)(model().value(bits[k]) * 16777216.0);
    }
    const __int128 exact = fixed[0] * fixed[1] + fixed[2] * 16777216; // of 2^-48
    // Rounded first to 11 bits, or to the last place of denormals, so the model gets an exact
    // value.
    const double size = std::ldexp(std::fabs(double(exact)), -48);
    double expected = roundInteger(exact, -48, 11);
    if (size < 6.2e-5) {
      const __int128 unit = (__int128)1 << 24, offset = (__int128)1 << 40;
      const __int128 shifted = exact + offset; // floor division of a positive number
      __int128 whole = shifted / unit;
      const __int128 rest = shifted % unit;
      if (rest > unit / 2 || (rest == unit / 2 && whole % 2))
        ++whole;
      expected = std::ldexp(double(whole - offset / unit), -24);
    }
    const unsigned got = bitsOf(__hfma(ofBits(bits[0]), ofBits(bits[1]), ofBits(bits[2])));
    ASSERT_EQ(got & 0x7fff, model().round(expected) & 0x7fff)
        << bits[0] << ' ' << bits[1] << ' ' << bits[2];
    if (expected != 0) {
      ASSERT_EQ(got, model().round(expected));
    }
  }
}

TEST(Fp16, SpecialValues) {
  const half infinity = CUDART_INF_FP16, nan = CUDART_NAN_FP16, one = 1.0f, zero = 0;
  EXPECT_EQ(bitsOf(infinity - infinity), 0x7fffu);
  EXPECT_EQ(bitsOf(one / zero), 0x7c00u);
  EXPECT_EQ(__hisinf(infinity), 1);
  EXPECT_EQ(__hisinf(-infinity), -1);
  EXPECT_TRUE(__hisnan(nan));
  EXPECT_FALSE(__heq(nan, nan));
  EXPECT_TRUE(__hequ(nan, one));
  EXPECT_FALSE(__hne(nan, one));
  EXPECT_TRUE(__hneu(nan, nan));
  EXPECT_TRUE(nan != nan);
  EXPECT_TRUE(__hltu(nan, one));
  EXPECT_EQ(bitsOf(__hmax(nan, one)), bitsOf(one));
  EXPECT_EQ(bitsOf(__hmin(one, nan)), bitsOf(one));
  EXPECT_EQ(bitsOf(__hmax_nan(nan, one)), 0x7fffu);
  EXPECT_EQ(bitsOf(__hmax(ofBits(0x8000), zero)), 0u);
  EXPECT_EQ(bitsOf(__hmin(zero, ofBits(0x8000))), 0x8000u);
  EXPECT_EQ(bitsOf(__hmin(one, -one)), bitsOf(-one));
  EXPECT_EQ(bitsOf(__hadd_sat(nan, one)), 0u);
  EXPECT_EQ(bitsOf(__hfma_relu(-one, one, zero)), 0u);
  EXPECT_EQ(bitsOf(__hfma_relu(nan, one, zero)), 0x7fffu);
  EXPECT_EQ(bitsOf(__hfma_sat(one, one, one)), bitsOf(one));
  EXPECT_EQ(bitsOf(__habs(-one)), bitsOf(one));
}

TEST(Fp16, Pairs) {
  const half2 a = __floats2half2_rn(1.5f, -2.0f), b = __float2half2_rn(2.0f);
  EXPECT_EQ(__low2float(a), 1.5f);
  EXPECT_EQ(__high2float(a), -2.0f);
  const float2 sum = __half22float2(__hadd2(a, b));
  EXPECT_EQ(sum.x, 3.5f);
  EXPECT_EQ(sum.y, 0.0f);
  EXPECT_EQ(__high2float(__lowhigh2highlow(a)), 1.5f);
  EXPECT_EQ(__low2float(__highs2half2(a, b)), -2.0f);
  EXPECT_EQ(__high2float(__low2half2(a)), 1.5f);
  EXPECT_EQ(__hgt2_mask(a, b), 0u);
  EXPECT_EQ(__hlt2_mask(a, b), 0xffffffffu);
  EXPECT_EQ(__heq2_mask(a, __floats2half2_rn(0, -2)), 0xffff0000u);
  EXPECT_EQ(__low2float(__hlt2(a, b)), 1.0f);
  EXPECT_TRUE(__hblt2(a, b));
  EXPECT_FALSE(a == b);
  // (1.5 - 2i) * (0 + 1i) + (1 + 1i)
  const half2 product = __hcmadd(a, __floats2half2_rn(0, 1), __float2half2_rn(1));
  EXPECT_EQ(__low2float(product), 3.0f);
  EXPECT_EQ(__high2float(product), 2.5f);
  half2 c = a;
  c += b;
  EXPECT_TRUE(c == __hadd2(a, b));
  EXPECT_EQ(__low2float(c++), 3.5f);
  EXPECT_EQ(__low2float(--c), 3.5f);
}

TEST(Fp16, MathematicalFunctions) {
  for (unsigned bits = 0; bits < 0x7c00; ++bits) {
    const half h = ofBits(bits);
    const double v = model().value(bits);
    ASSERT_EQ(bitsOf(hsqrt(h)), model().round(std::sqrt(v))) << bits;
    ASSERT_EQ(bitsOf(hexp(h)), model().round(std::exp(v))) << bits;
    ASSERT_EQ(bitsOf(hsin(h)), model().round(std::sin(v))) << bits;
    ASSERT_EQ(bitsOf(hfloor(-h)), model().round(std::floor(-v))) << bits;
    ASSERT_EQ(bitsOf(hrint(h)), model().round(std::nearbyint(v))) << bits;
    if (bits) {
      ASSERT_EQ(bitsOf(hrcp(h)), model().round(1 / v)) << bits;
      ASSERT_EQ(bitsOf(hrsqrt(h)), model().round(1 / std::sqrt(v))) << bits;
      ASSERT_EQ(bitsOf(hlog2(h)), model().round(std::log2(v))) << bits;
    }
  }
}

TEST(Fp16, ConversionsChooseTheRightOverload) {
  half h = 0;
  h = {};
  EXPECT_EQ(bitsOf(h), 0u);
  h = 3;
  EXPECT_EQ(h + 1.5f, 4.5f);
  EXPECT_TRUE((std::is_same<decltype(h + 1.5f), float>::value));
  EXPECT_TRUE((std::is_same<decltype(h * 2), half>::value));
  EXPECT_EQ(float(h * 2), 6.0f);
  EXPECT_TRUE(h < half(4));
  EXPECT_TRUE(h == 3);
  EXPECT_EQ(static_cast<double>(h), 3.0);
  EXPECT_EQ(static_cast<int>(half(-2.75f)), -2);
  float f = 1;
  f += h;
  EXPECT_EQ(f, 4.0f);
  h++;
  h -= 1.0f;
  h /= 2;
  EXPECT_EQ(float(h), 1.5f);
  EXPECT_TRUE(h ? true : false);
  volatile half shared[2];
  shared[0] = h;
  shared[1] = shared[0];
  const half back = shared[1];
  EXPECT_EQ(bitsOf(back), bitsOf(h));
  union {
    half value;
    unsigned short bits;
  } both;
  both.value = 1.0f;
  EXPECT_EQ(both.bits, 0x3c00);
  const __half_raw raw = h;
  EXPECT_EQ(half(raw).__x, raw.x);
}

} // namespace
