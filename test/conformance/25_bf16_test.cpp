// SPDX-License-Identifier: Apache-2.0
// bfloat16 against a model in double arithmetic: all 65536 patterns, all points at which a
// conversion's rounding is decided, sampled operands of the arithmetic, and fused multiply-adds
// whose exact result double does not hold.
#include "small_float_reference.h"

#include "sampan/bf16.h"
#include "sampan/vector_functions.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

const SmallFloatReference &model() {
  static const SmallFloatReference reference(8, 7);
  return reference;
}
bool isNan(unsigned bits) { return (bits & 0x7fff) > 0x7f80; }
unsigned bitsOf(nv_bfloat16 h) { return __bfloat16_as_ushort(h); }
nv_bfloat16 ofBits(unsigned bits) {
  return __ushort_as_bfloat16(static_cast<unsigned short>(bits));
}

static_assert(std::is_trivial<nv_bfloat16>::value && std::is_trivial<nv_bfloat162>::value, "");
static_assert(sizeof(nv_bfloat16) == 2 && alignof(nv_bfloat162) == 4, "");

TEST(Bf16, EveryPatternAsFloatAndBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const float value = __bfloat162float(ofBits(bits));
    if (isNan(bits)) {
      EXPECT_TRUE(std::isnan(value)) << bits;
      EXPECT_EQ(bitsOf(__float2bfloat16(value)), 0x7fffu);
      continue;
    }
    const double expected =
        (bits & 0x7fff) == 0x7f80 ? (bits & 0x8000 ? -INFINITY : INFINITY) : model().value(bits);
    ASSERT_EQ(value, expected) << bits;
    ASSERT_EQ(bitsOf(__float2bfloat16(value)), bits);
    ASSERT_EQ(bitsOf(nv_bfloat16(double(value))), bits);
  }
}

TEST(Bf16, RoundsOnceInEveryMode) {
  for (double exact : decisivePoints(model())) {
    const float value = float(exact);
    ASSERT_EQ(bitsOf(__double2bfloat16(exact)), model().round(exact)) << exact;
    ASSERT_EQ(bitsOf(__float2bfloat16_rn(value)), model().round(value)) << value;
    ASSERT_EQ(bitsOf(__float2bfloat16_rz(value)), model().round(value, Towards::Zero)) << value;
    ASSERT_EQ(bitsOf(__float2bfloat16_rd(value)), model().round(value, Towards::Down)) << value;
    ASSERT_EQ(bitsOf(__float2bfloat16_ru(value)), model().round(value, Towards::Up)) << value;
  }
  EXPECT_EQ(bitsOf(__float2bfloat16(std::numeric_limits<float>::max())), 0x7f80u);
  EXPECT_EQ(bitsOf(__float2bfloat16_rz(std::numeric_limits<float>::max())), 0x7f7fu);
  EXPECT_EQ(bitsOf(__double2bfloat16(-1e300)), 0xff80u);
  EXPECT_EQ(bitsOf(__float2bfloat16(-INFINITY)), 0xff80u);
}

TEST(Bf16, Integers) {
  for (int i = -70000; i <= 70000; ++i) {
    ASSERT_EQ(bitsOf(__int2bfloat16_rn(i)), i ? model().round(i) : 0) << i;
    ASSERT_EQ(bitsOf(__ll2bfloat16_rz(i)), i ? model().round(i, Towards::Zero) : 0) << i;
    ASSERT_EQ(bitsOf(__int2bfloat16_ru(i)), i ? model().round(i, Towards::Up) : 0) << i;
  }
  // Through float this would round twice: 2^30 + 2^22 + 1 is just above a midpoint.
  const int above = (1 << 30) + (1 << 22) + 1;
  EXPECT_EQ(bitsOf(__int2bfloat16_rn(above)), 0x4e81u);
  EXPECT_EQ(bitsOf(__int2bfloat16_rn(above - 1)), 0x4e80u);
  EXPECT_EQ(bitsOf(__ull2bfloat16_rn(~0ull)), 0x5f80u);
  for (unsigned bits = 0; bits < 0x8000; ++bits) {
    if (isNan(bits) || bits == 0x7f80)
      continue;
    const double v = model().value(bits);
    const double largest = std::numeric_limits<int>::max();
    ASSERT_EQ(__bfloat162int_rz(ofBits(bits)), int(std::fmin(std::trunc(v), largest))) << bits;
    ASSERT_EQ(__bfloat162int_ru(ofBits(bits)), int(std::fmin(std::ceil(v), largest))) << bits;
    ASSERT_EQ(__bfloat162uint_rn(ofBits(bits | 0x8000)), 0u) << bits;
  }
}

TEST(Bf16, ArithmeticRoundsOnce) {
  std::vector<unsigned> values;
  Bits random;
  for (unsigned exponent = 0; exponent < 255; exponent += exponent < 4 || exponent > 248 ? 1 : 5)
    for (unsigned mantissa : {0u, 1u, 0x7fu, random.next() & 0x7f, random.next() & 0x7f})
      for (unsigned sign : {0u, 0x8000u})
        values.push_back(sign | exponent << 7 | mantissa);
  for (unsigned x : values)
    for (unsigned y : values) {
      const double a = model().value(x), b = model().value(y);
      const nv_bfloat16 p = ofBits(x), q = ofBits(y);
      // Where double rounds a sum, the smaller operand is far below the larger one's last bit.
      ASSERT_EQ(bitsOf(p + q), model().round(a + b)) << x << ' ' << y;
      ASSERT_EQ(bitsOf(__hsub(p, q)), model().round(a - b)) << x << ' ' << y;
      ASSERT_EQ(bitsOf(p * q), model().round(a * b)) << x << ' ' << y;
      if (b != 0) {
        ASSERT_EQ(bitsOf(p / q), model().round(a / b)) << x << ' ' << y;
      }
      ASSERT_EQ(p < q, a < b);
      ASSERT_EQ(__hge(p, q), a >= b);
    }
}

TEST(Bf16, FusedMultiplyAddRoundsOnce) {
  Bits random;
  for (int i = 0; i < 400000; ++i) {
    // Exponents keep every term a multiple of 2^-60 and below 2^60.
    const auto pick = [&](int lowest, int range) {
      return (random.next() & 0x8000) | (127 + lowest + random.next() % range) << 7 |
             (random.next() & 0x7f);
    };
    const unsigned x = pick(-10, 21), y = pick(-10, 21), z = pick(-40, 60);
    const auto fixed = [](unsigned bits, int scale) {
      return (__int128)std::ldexp(model().value(bits), scale);
    };
    const __int128 exact = fixed(x, 30) * fixed(y, 30) + fixed(z, 60);
    ASSERT_EQ(model().value(bitsOf(__hfma(ofBits(x), ofBits(y), ofBits(z)))),
              roundInteger(exact, -60, 8))
        << x << ' ' << y << ' ' << z;
  }
  // The product 1 + 2^-6 + 2^-8 + 2^-14... is replaced by exact midpoints, which the addend
  // decides.
  const nv_bfloat16 a = 1.0f + 1.0f / 16, b = 1.0f + 3.0f / 16; // 1.26171875: a tie of 8 bits
  const nv_bfloat16 tiny = 1e-30f;
  EXPECT_EQ(float(__hfma(a, b, nv_bfloat16(0))), 1.265625f);
  EXPECT_EQ(float(__hfma(a, b, tiny)), 1.265625f);
  EXPECT_EQ(float(__hfma(a, b, -tiny)), 1.2578125f);
  EXPECT_EQ(float(__hfma(-a, b, tiny)), -1.2578125f);
}

TEST(Bf16, SpecialValues) {
  const nv_bfloat16 infinity = CUDART_INF_BF16, nan = CUDART_NAN_BF16, one = CUDART_ONE_BF16;
  EXPECT_EQ(bitsOf(infinity - infinity), 0x7fffu);
  EXPECT_EQ(__hisinf(-infinity), -1);
  EXPECT_TRUE(__hisnan(nan));
  EXPECT_EQ(bitsOf(__hmax(nan, one)), bitsOf(one));
  EXPECT_EQ(bitsOf(__hmin_nan(nan, one)), 0x7fffu);
  EXPECT_EQ(bitsOf(__hadd_sat(one, one)), bitsOf(one));
  EXPECT_EQ(bitsOf(__hfma_relu(-one, one, nv_bfloat16(0))), 0u);
}

TEST(Bf16, PairsAndOtherTypes) {
  const nv_bfloat162 pair = __float22bfloat162_rn(make_float2(1.5f, -2.0f));
  const float2 back = __bfloat1622float2(pair);
  EXPECT_EQ(back.x, 1.5f);
  EXPECT_EQ(back.y, -2.0f);
  EXPECT_EQ(__high2float(__halves2bfloat162(pair.y, pair.x)), 1.5f);
  EXPECT_EQ(__low2float(__hmul2(pair, __float2bfloat162_rn(2))), 3.0f);
  EXPECT_EQ(__low2float(h2exp2(__bfloat162bfloat162(nv_bfloat16(3)))), 8.0f);
  const half h = half(nv_bfloat16(1.0f / 3));
  EXPECT_EQ(float(h), float(nv_bfloat16(1.0f / 3)));
  EXPECT_EQ(float(nv_bfloat16(half(1.001f))), 1.0f);
  nv_bfloat16 sum = 0;
  for (int i = 0; i < 4; ++i)
    sum += nv_bfloat16(0.25f);
  EXPECT_EQ(float(sum), 1.0f);
  EXPECT_EQ(sum + 1.0f, 2.0f);
}

} // namespace
