// SPDX-License-Identifier: Apache-2.0
// 8-bit floating point: __nv_fp8_e4m3, __nv_fp8_e5m2, their vectors of two and four, the scale type
// __nv_fp8_e8m0, and the conversion functions, with the results that CUDA gives on any processor.
#ifndef SAMPAN_FP8_H
#define SAMPAN_FP8_H

#include "sampan/bf16.h"
#include "sampan/half_detail/fp8_convert.h"

typedef unsigned char __nv_fp8_storage_t;
typedef unsigned short int __nv_fp8x2_storage_t;
typedef unsigned int __nv_fp8x4_storage_t;

/// Whether values out of range become the largest finite number, or infinity or NaN.
typedef enum __nv_saturation_t { __NV_NOSAT, __NV_SATFINITE } __nv_saturation_t;

typedef enum __nv_fp8_interpretation_t { __NV_E4M3, __NV_E5M2 } __nv_fp8_interpretation_t;

namespace spn {
namespace detail {
/// The first value goes to the low byte.
SPN_HD inline constexpr unsigned short packFp8x2(double low, double high, bool isE5M2,
                                                 bool saturate) {
  return static_cast<unsigned short>(fp8FromDouble(low, isE5M2, saturate) |
                                     (fp8FromDouble(high, isE5M2, saturate) << 8));
}
} // namespace detail
} // namespace spn

SPN_HD inline __nv_fp8_storage_t __nv_cvt_double_to_fp8(const double x,
                                                        const __nv_saturation_t saturate,
                                                        const __nv_fp8_interpretation_t kind) {
  return spn::detail::fp8FromDouble(x, kind == __NV_E5M2, saturate == __NV_SATFINITE);
}
SPN_HD inline __nv_fp8_storage_t __nv_cvt_float_to_fp8(const float x,
                                                       const __nv_saturation_t saturate,
                                                       const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_double_to_fp8(x, saturate, kind);
}
SPN_HD inline __nv_fp8_storage_t __nv_cvt_halfraw_to_fp8(const __half_raw x,
                                                         const __nv_saturation_t saturate,
                                                         const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_double_to_fp8(spn::detail::halfToFloat(x.x), saturate, kind);
}
SPN_HD inline __nv_fp8_storage_t __nv_cvt_bfloat16raw_to_fp8(const __nv_bfloat16_raw x,
                                                             const __nv_saturation_t saturate,
                                                             const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_double_to_fp8(spn::detail::bfloatToFloat(x.x), saturate, kind);
}

SPN_HD inline __nv_fp8x2_storage_t __nv_cvt_double2_to_fp8x2(const double2 x,
                                                             const __nv_saturation_t saturate,
                                                             const __nv_fp8_interpretation_t kind) {
  return spn::detail::packFp8x2(x.x, x.y, kind == __NV_E5M2, saturate == __NV_SATFINITE);
}
SPN_HD inline __nv_fp8x2_storage_t __nv_cvt_float2_to_fp8x2(const float2 x,
                                                            const __nv_saturation_t saturate,
                                                            const __nv_fp8_interpretation_t kind) {
  return spn::detail::packFp8x2(x.x, x.y, kind == __NV_E5M2, saturate == __NV_SATFINITE);
}
SPN_HD inline __nv_fp8x2_storage_t
__nv_cvt_halfraw2_to_fp8x2(const __half2_raw x, const __nv_saturation_t saturate,
                           const __nv_fp8_interpretation_t kind) {
  return spn::detail::packFp8x2(spn::detail::halfToFloat(x.x), spn::detail::halfToFloat(x.y),
                                kind == __NV_E5M2, saturate == __NV_SATFINITE);
}
SPN_HD inline __nv_fp8x2_storage_t
__nv_cvt_bfloat16raw2_to_fp8x2(const __nv_bfloat162_raw x, const __nv_saturation_t saturate,
                               const __nv_fp8_interpretation_t kind) {
  return spn::detail::packFp8x2(spn::detail::bfloatToFloat(x.x), spn::detail::bfloatToFloat(x.y),
                                kind == __NV_E5M2, saturate == __NV_SATFINITE);
}

SPN_HD inline __half_raw __nv_cvt_fp8_to_halfraw(const __nv_fp8_storage_t x,
                                                 const __nv_fp8_interpretation_t kind) {
  return __half_raw{spn::detail::halfFromFp8(x, kind == __NV_E5M2)};
}
SPN_HD inline __half2_raw __nv_cvt_fp8x2_to_halfraw2(const __nv_fp8x2_storage_t x,
                                                     const __nv_fp8_interpretation_t kind) {
  return __half2_raw{
      spn::detail::halfFromFp8(static_cast<unsigned char>(x), kind == __NV_E5M2),
      spn::detail::halfFromFp8(static_cast<unsigned char>(x >> 8), kind == __NV_E5M2)};
}

#define SPN_FP8 __nv_fp8_e4m3
#define SPN_FP8X2 __nv_fp8x2_e4m3
#define SPN_FP8X4 __nv_fp8x4_e4m3
#define SPN_FP8_KIND __NV_E4M3
#include "sampan/half_detail/fp8_type.h"

#define SPN_FP8 __nv_fp8_e5m2
#define SPN_FP8X2 __nv_fp8x2_e5m2
#define SPN_FP8X4 __nv_fp8x4_e5m2
#define SPN_FP8_KIND __NV_E5M2
#include "sampan/half_detail/fp8_type.h"

/// Power-of-two scale of a block of small numbers.
struct __nv_fp8_e8m0 {
  __nv_fp8_storage_t __x;

  __nv_fp8_e8m0() = default;
  // CUDA rounds up, so that scaled values do not overflow.
  explicit SPN_HD __nv_fp8_e8m0(const float v) : __x(spn::detail::e8m0FromFloat(v, true, true)) {}
  explicit SPN_HD __nv_fp8_e8m0(const __nv_bfloat16 v)
      : __x(spn::detail::e8m0FromFloat(spn::detail::widen(v), true, true)) {}
  explicit SPN_HD operator __nv_bfloat16() const {
    return spn::detail::Narrow<__nv_bfloat16>::bits(spn::detail::bfloatFromE8m0(__x));
  }
  explicit SPN_HD operator float() const {
    return spn::detail::bfloatToFloat(spn::detail::bfloatFromE8m0(__x));
  }
  explicit SPN_HD operator double() const { return float(*this); }
};

#endif
