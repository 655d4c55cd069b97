// SPDX-License-Identifier: Apache-2.0
// 8-bit floating point against a model in double arithmetic: all patterns, all halves and bfloat16s
// as sources, and all points at which a conversion's rounding is decided.
#include "small_float_reference.h"

#include "sampan/fp8.h"
#include "sampan/vector_functions.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

const SmallFloatReference &e4m3() {
  static const SmallFloatReference reference(4, 3, false);
  return reference;
}
const SmallFloatReference &e5m2() {
  static const SmallFloatReference reference(5, 2);
  return reference;
}

static_assert(std::is_trivial<__nv_fp8_e4m3>::value && sizeof(__nv_fp8_e4m3) == 1, "");
static_assert(std::is_trivial<__nv_fp8x4_e5m2>::value && sizeof(__nv_fp8x4_e5m2) == 4, "");

unsigned expected(double value, __nv_fp8_interpretation_t kind, __nv_saturation_t saturation) {
  if (std::isnan(value))
    return 0x7f;
  const SmallFloatReference &model = kind == __NV_E4M3 ? e4m3() : e5m2();
  const unsigned bits = model.round(value);
  const bool overflow = int(bits & 0x7f) == model.finiteCount();
  return overflow && saturation == __NV_SATFINITE ? bits - 1 : bits;
}

void expectConverted(double value) {
  for (auto kind : {__NV_E4M3, __NV_E5M2})
    for (auto saturation : {__NV_NOSAT, __NV_SATFINITE}) {
      ASSERT_EQ(__nv_cvt_double_to_fp8(value, saturation, kind), expected(value, kind, saturation))
          << value << " kind " << kind << " saturation " << saturation;
      const float narrow = float(value);
      ASSERT_EQ(__nv_cvt_float_to_fp8(narrow, saturation, kind), expected(narrow, kind, saturation))
          << narrow;
    }
}

TEST(Fp8, EveryPatternToHalfAndBack) {
  for (unsigned bits = 0; bits < 256; ++bits) {
    const __nv_fp8_storage_t storage = static_cast<unsigned char>(bits);
    const half wide4 = __nv_cvt_fp8_to_halfraw(storage, __NV_E4M3);
    const half wide5 = __nv_cvt_fp8_to_halfraw(storage, __NV_E5M2);
    if ((bits & 0x7f) == 0x7f) {
      EXPECT_EQ(__half_as_ushort(wide4), 0x7fff);
    } else {
      EXPECT_EQ(float(wide4), e4m3().value(bits)) << bits;
      EXPECT_EQ(__nv_fp8_e4m3(wide4).__x, bits);
    }
    if ((bits & 0x7f) > 0x7c) {
      EXPECT_EQ(__half_as_ushort(wide5), 0x7fff);
    } else if ((bits & 0x7f) == 0x7c) {
      EXPECT_EQ(__hisinf(wide5), bits & 0x80 ? -1 : 1);
    } else {
      EXPECT_EQ(float(wide5), e5m2().value(bits)) << bits;
      EXPECT_EQ(__nv_fp8_e5m2(wide5).__x, bits);
    }
  }
}

TEST(Fp8, RoundsOnce) {
  for (double point : decisivePoints(e4m3()))
    expectConverted(point);
  for (double point : decisivePoints(e5m2()))
    expectConverted(point);
  for (double value : {448.0, 464.0, 464.01, 480.0, 57344.0, 61439.9, 61440.0, 65536.0, 1e300})
    for (double sign : {1.0, -1.0})
      expectConverted(sign * value);
  expectConverted(INFINITY);
  expectConverted(-INFINITY);
  expectConverted(NAN);
  expectConverted(1e-300);
}

TEST(Fp8, EveryHalfAndBfloat16) {
  for (unsigned bits = 0; bits < 0x10000; ++bits)
    for (auto kind : {__NV_E4M3, __NV_E5M2})
      for (auto saturation : {__NV_NOSAT, __NV_SATFINITE}) {
        const half h = __ushort_as_half(static_cast<unsigned short>(bits));
        const nv_bfloat16 b = __ushort_as_bfloat16(static_cast<unsigned short>(bits));
        ASSERT_EQ(__nv_cvt_halfraw_to_fp8(h, saturation, kind),
                  expected(float(h), kind, saturation))
            << bits;
        ASSERT_EQ(__nv_cvt_bfloat16raw_to_fp8(b, saturation, kind),
                  expected(float(b), kind, saturation))
            << bits;
      }
}

TEST(Fp8, Classes) {
  EXPECT_EQ(float(__nv_fp8_e4m3(1000.0f)), 448.0f);
  EXPECT_EQ(float(__nv_fp8_e5m2(-1e9)), -57344.0f);
  EXPECT_EQ(int(__nv_fp8_e4m3(-3.5f)), -3);
  EXPECT_EQ(static_cast<unsigned char>(__nv_fp8_e4m3(-3.5f)), 0);
  EXPECT_TRUE(bool(__nv_fp8_e5m2(0.25f)));
  EXPECT_EQ(float(__nv_bfloat16(__nv_fp8_e4m3(17))), 16.0f);
  const __nv_fp8x2_e4m3 two(make_float2(1.0f, -2.0f));
  EXPECT_EQ(two.__x, 0xc038);
  EXPECT_EQ(float2(two).y, -2.0f);
  EXPECT_EQ(__low2float(__half2(two)), 1.0f);
  const __nv_fp8x4_e5m2 four(make_float4(1, 2, 3, 4));
  const float4 back = float4(four);
  EXPECT_EQ(back.x + 10 * back.y + 100 * back.z + 1000 * back.w, 4321.0f);
  const __nv_fp8x4_e4m3 pairs(__floats2half2_rn(1, 2), __floats2half2_rn(3, 4));
  EXPECT_EQ(float4(pairs).z, 3.0f);
}

TEST(Fp8, PowerOfTwoScales) {
  EXPECT_EQ(float(__nv_fp8_e8m0(1.0f)), 1.0f);
  EXPECT_EQ(float(__nv_fp8_e8m0(1.01f)), 2.0f);
  EXPECT_EQ(float(__nv_fp8_e8m0(3.4e38f)), std::ldexp(1.0f, 127));
  EXPECT_TRUE(std::isnan(float(__nv_fp8_e8m0(NAN))));
  for (int exponent = -127; exponent < 128; ++exponent)
    EXPECT_EQ(float(__nv_fp8_e8m0(std::ldexp(1.0f, exponent))), std::ldexp(1.0f, exponent));
}

} // namespace
