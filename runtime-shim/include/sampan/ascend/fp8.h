// SPDX-License-Identifier: Apache-2.0
// cuda_fp8.h in a translated .asc source: the conversions of single values between float and 8
// bits, which Ascend C has for pairs alone. By integers, so that host and device round alike.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)

#include "sampan/ascend/bf16.h"
#include "sampan/ascend/fp16.h"

#define SPN_ASCEND_HD __host__ __aicore__ inline

typedef unsigned char __nv_fp8_storage_t;
typedef unsigned short __nv_fp8x2_storage_t;
typedef unsigned int __nv_fp8x4_storage_t;
/// Whether values out of range become the largest finite number, or infinity or NaN.
typedef enum __nv_saturation_t { __NV_NOSAT, __NV_SATFINITE } __nv_saturation_t;
typedef enum __nv_fp8_interpretation_t { __NV_E4M3, __NV_E5M2 } __nv_fp8_interpretation_t;

namespace spn {
namespace detail {

union FloatBits {
  float value;
  unsigned int bits;
};

/// Without the low `count` bits (1 to 31), rounded to nearest, ties to even.
SPN_ASCEND_HD unsigned int withoutBits(unsigned int bits, int count) {
  const unsigned int half = 1u << (count - 1), rest = bits & ((1u << count) - 1);
  const unsigned int kept = bits >> count;
  return kept + (rest > half || (rest == half && (kept & 1)) ? 1 : 0);
}

/// `mantissa`: 3 bits for E4M3, which has no infinity and NaN in one pattern; 2 for E5M2.
SPN_ASCEND_HD unsigned char fp8Of(float value, int mantissa, bool saturate) {
  FloatBits from;
  from.value = value;
  const bool isE5M2 = mantissa == 2;
  const unsigned int sign = from.bits >> 24 & 0x80u, magnitude = from.bits & 0x7fffffffu;
  const unsigned int largest = isE5M2 ? 0x7bu : 0x7eu, beyond = isE5M2 ? 0x7cu : 0x7fu;
  const int bias = isE5M2 ? 15 : 7;
  if (magnitude > 0x7f800000u)
    return 0x7f;
  const int exponent = static_cast<int>(magnitude >> 23) - 127;
  unsigned int result = 0;
  if (exponent >= 1 - bias) {
    const unsigned int rebiased = magnitude - (static_cast<unsigned int>(127 - bias) << 23);
    result = withoutBits(rebiased, 23 - mantissa);
  } else if (exponent >= -bias - mantissa) {
    // A number without a leading 1; the step is that of the smallest exponent.
    result = withoutBits((magnitude & 0x7fffffu) | 0x800000u, 24 - mantissa - bias - exponent);
  }
  if (result > largest || exponent > 15)
    result = saturate ? largest : beyond;
  return static_cast<unsigned char>(sign | result);
}

/// Exact.
SPN_ASCEND_HD float floatOfFp8(unsigned char bits, int mantissa) {
  const bool isE5M2 = mantissa == 2;
  const int bias = isE5M2 ? 15 : 7;
  const unsigned int sign = static_cast<unsigned int>(bits & 0x80) << 24, magnitude = bits & 0x7fu;
  FloatBits made;
  if (magnitude > (isE5M2 ? 0x7cu : 0x7eu))
    made.bits = 0x7fffffffu;
  else if (isE5M2 && magnitude == 0x7c)
    made.bits = sign | 0x7f800000u;
  else if (magnitude >> mantissa)
    made.bits =
        sign | ((magnitude << (23 - mantissa)) + (static_cast<unsigned int>(127 - bias) << 23));
  else {
    FloatBits step; // 2^(1 - bias - mantissa)
    step.bits = static_cast<unsigned int>(128 - bias - mantissa) << 23;
    made.value = static_cast<float>(magnitude) * step.value;
    made.bits |= sign;
  }
  return made.value;
}

SPN_ASCEND_HD int mantissaOf(__nv_fp8_interpretation_t kind) { return kind == __NV_E5M2 ? 2 : 3; }

} // namespace detail
} // namespace spn

SPN_ASCEND_HD __nv_fp8_storage_t __nv_cvt_float_to_fp8(const float x,
                                                       const __nv_saturation_t saturate,
                                                       const __nv_fp8_interpretation_t kind) {
  return spn::detail::fp8Of(x, spn::detail::mantissaOf(kind), saturate == __NV_SATFINITE);
}
SPN_ASCEND_HD __nv_fp8x2_storage_t __nv_cvt_float2_to_fp8x2(const float2 x,
                                                            const __nv_saturation_t saturate,
                                                            const __nv_fp8_interpretation_t kind) {
  const unsigned int low = __nv_cvt_float_to_fp8(x.x, saturate, kind);
  const unsigned int high = __nv_cvt_float_to_fp8(x.y, saturate, kind);
  return static_cast<__nv_fp8x2_storage_t>(low | high << 8);
}

/// The number, and its pairs and quadruples of CUDA's layout.
#define SPN_ASCEND_FP8(name, pair, four, kind)                                                     \
  struct name {                                                                                    \
    __nv_fp8_storage_t __x;                                                                        \
    name() = default;                                                                              \
    SPN_ASCEND_HD explicit name(const float value)                                                 \
        : __x(__nv_cvt_float_to_fp8(value, __NV_SATFINITE, kind)) {}                               \
    SPN_ASCEND_HD explicit operator float() const {                                                \
      return spn::detail::floatOfFp8(__x, spn::detail::mantissaOf(kind));                          \
    }                                                                                              \
  };                                                                                               \
  struct pair {                                                                                    \
    __nv_fp8x2_storage_t __x;                                                                      \
    pair() = default;                                                                              \
    SPN_ASCEND_HD explicit pair(const float2 value)                                                \
        : __x(__nv_cvt_float2_to_fp8x2(value, __NV_SATFINITE, kind)) {}                            \
    SPN_ASCEND_HD explicit operator float2() const {                                               \
      float2 made;                                                                                 \
      made.x =                                                                                     \
          spn::detail::floatOfFp8(static_cast<unsigned char>(__x), spn::detail::mantissaOf(kind)); \
      made.y = spn::detail::floatOfFp8(static_cast<unsigned char>(__x >> 8),                       \
                                       spn::detail::mantissaOf(kind));                             \
      return made;                                                                                 \
    }                                                                                              \
  };                                                                                               \
  struct four {                                                                                    \
    __nv_fp8x4_storage_t __x;                                                                      \
    four() = default;                                                                              \
    SPN_ASCEND_HD explicit four(const float4 value)                                                \
        : __x(static_cast<__nv_fp8x4_storage_t>(                                                   \
              __nv_cvt_float_to_fp8(value.x, __NV_SATFINITE, kind) |                               \
              __nv_cvt_float_to_fp8(value.y, __NV_SATFINITE, kind) << 8 |                          \
              __nv_cvt_float_to_fp8(value.z, __NV_SATFINITE, kind) << 16 |                         \
              static_cast<unsigned int>(__nv_cvt_float_to_fp8(value.w, __NV_SATFINITE, kind))      \
                  << 24)) {}                                                                       \
  };
SPN_ASCEND_FP8(__nv_fp8_e4m3, __nv_fp8x2_e4m3, __nv_fp8x4_e4m3, __NV_E4M3)
SPN_ASCEND_FP8(__nv_fp8_e5m2, __nv_fp8x2_e5m2, __nv_fp8x4_e5m2, __NV_E5M2)
#undef SPN_ASCEND_FP8
#undef SPN_ASCEND_HD

#else
#include "sampan/fp8.h"
#endif
