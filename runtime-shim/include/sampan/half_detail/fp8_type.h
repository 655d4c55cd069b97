// SPDX-License-Identifier: Apache-2.0
// The classes for one fp8 format and for two and four of its values. Included twice by fp8.h with
//   SPN_FP8, SPN_FP8X2, SPN_FP8X4   the class names
//   SPN_FP8_KIND                    __NV_E4M3 or __NV_E5M2
// There is no include guard on purpose. As in CUDA, conversions to fp8 are explicit and saturate.

struct SPN_FP8 {
  __nv_fp8_storage_t __x;

  SPN_FP8() = default;
#define SPN_FROM(type, expression)                                                                 \
  explicit SPN_HD SPN_FP8(const type v)                                                            \
      : __x(spn::detail::fp8FromDouble(expression, SPN_FP8_KIND == __NV_E5M2, true)) {}
  SPN_FROM(__half, spn::detail::widen(v))
  SPN_FROM(__nv_bfloat16, spn::detail::widen(v))
  SPN_FROM(float, v)
  SPN_FROM(double, v)
  SPN_FROM(unsigned short, v)
  SPN_FROM(unsigned int, v)
  SPN_FROM(unsigned long, static_cast<double>(v))
  SPN_FROM(unsigned long long, static_cast<double>(v))
  SPN_FROM(short, v)
  SPN_FROM(int, v)
  SPN_FROM(long, static_cast<double>(v))
  SPN_FROM(long long, static_cast<double>(v))
#undef SPN_FROM

  explicit SPN_HD operator float() const {
    return spn::detail::halfToFloat(spn::detail::halfFromFp8(__x, SPN_FP8_KIND == __NV_E5M2));
  }
  explicit SPN_HD operator double() const { return float(*this); }
  explicit SPN_HD operator __half() const {
    return spn::detail::Narrow<__half>::bits(
        spn::detail::halfFromFp8(__x, SPN_FP8_KIND == __NV_E5M2));
  }
  explicit SPN_HD operator __nv_bfloat16() const {
    return spn::detail::Narrow<__nv_bfloat16>::from(float(*this));
  }
  explicit SPN_HD operator bool() const { return (__x & 0x7f) != 0; }
#define SPN_TO(type)                                                                               \
  explicit SPN_HD operator type() const {                                                          \
    return spn::detail::toInteger<type>(float(*this), spn::detail::Round::Zero);                   \
  }
  SPN_TO(char)
  SPN_TO(signed char)
  SPN_TO(unsigned char)
  SPN_TO(short)
  SPN_TO(unsigned short)
  SPN_TO(int)
  SPN_TO(unsigned int)
  SPN_TO(long)
  SPN_TO(unsigned long)
  SPN_TO(long long)
  SPN_TO(unsigned long long)
#undef SPN_TO
};

struct SPN_FP8X2 {
  __nv_fp8x2_storage_t __x;

  SPN_FP8X2() = default;
#define SPN_FROM(type, ...)                                                                        \
  explicit SPN_HD SPN_FP8X2(const type v)                                                          \
      : __x(spn::detail::packFp8x2(__VA_ARGS__, SPN_FP8_KIND == __NV_E5M2, true)) {}
  SPN_FROM(__half2, spn::detail::widen(v.x), spn::detail::widen(v.y))
  SPN_FROM(__nv_bfloat162, spn::detail::widen(v.x), spn::detail::widen(v.y))
  SPN_FROM(float2, v.x, v.y)
  SPN_FROM(double2, v.x, v.y)
#undef SPN_FROM

  explicit SPN_HD operator __half2() const {
    return __half2(__nv_cvt_fp8x2_to_halfraw2(__x, SPN_FP8_KIND));
  }
  explicit SPN_HD operator float2() const { return __half22float2(__half2(*this)); }
};

struct SPN_FP8X4 {
  __nv_fp8x4_storage_t __x;

  SPN_FP8X4() = default;
  template <class Pair>
  explicit SPN_HD SPN_FP8X4(const Pair low, const Pair high)
      : __x(SPN_FP8X2(low).__x | (static_cast<unsigned>(SPN_FP8X2(high).__x) << 16)) {}
#define SPN_FROM(type)                                                                             \
  explicit SPN_HD SPN_FP8X4(const type v)                                                          \
      : __x(spn::detail::packFp8x2(v.x, v.y, SPN_FP8_KIND == __NV_E5M2, true) |                    \
            (static_cast<unsigned>(                                                                \
                 spn::detail::packFp8x2(v.z, v.w, SPN_FP8_KIND == __NV_E5M2, true))                \
             << 16)) {}
  SPN_FROM(float4)
  SPN_FROM(double4)
#undef SPN_FROM

  explicit SPN_HD operator float4() const {
    const float2 low = __half22float2(
        __half2(__nv_cvt_fp8x2_to_halfraw2(static_cast<unsigned short>(__x), SPN_FP8_KIND)));
    const float2 high = __half22float2(
        __half2(__nv_cvt_fp8x2_to_halfraw2(static_cast<unsigned short>(__x >> 16), SPN_FP8_KIND)));
    float4 v;
    v.x = low.x;
    v.y = low.y;
    v.z = high.x;
    v.w = high.y;
    return v;
  }
};

#undef SPN_FP8
#undef SPN_FP8X2
#undef SPN_FP8X4
#undef SPN_FP8_KIND
