// SPDX-License-Identifier: Apache-2.0
// CUDA's arithmetic intrinsics: fast approximations (computed here with full accuracy, hence within
// CUDA's bounds) and operations with a stated rounding mode. Conversions and integer intrinsics are
// in the headers included at the end.
#pragma once

#include "sampan/detail/directed_rounding.h"

// The C library declares some of these names for itself, as host functions: hence no SPN_HD.
inline float __sinf(float x) noexcept { return ::sinf(x); }
inline float __cosf(float x) noexcept { return ::cosf(x); }
inline float __tanf(float x) noexcept { return ::tanf(x); }
inline float __tanhf(float x) noexcept { return ::tanhf(x); }
inline float __expf(float x) noexcept { return ::expf(x); }
inline float __exp10f(float x) noexcept { return ::exp10f(x); }
inline float __logf(float x) noexcept { return ::logf(x); }
inline float __log2f(float x) noexcept { return ::log2f(x); }
inline float __log10f(float x) noexcept { return ::log10f(x); }
inline float __powf(float x, float y) noexcept { return ::powf(x, y); }
SPN_MATHFN float __fdividef(float x, float y) { return x / y; }
inline void __sincosf(float x, float *sine, float *cosine) noexcept { ::sincosf(x, sine, cosine); }

/// Clamps to [0, 1]; NaN gives 0.
SPN_MATHFN float __saturatef(float x) {
  const float positive = x > 0.0f ? x : 0.0f;
  return positive < 1.0f ? positive : 1.0f;
}

#define SPN_DIRECTED(suffix, mode)                                                                 \
  SPN_MATHFN float __fadd_##suffix(float x, float y) { return spn::detail::add<mode>(x, y); }      \
  SPN_MATHFN float __fsub_##suffix(float x, float y) { return spn::detail::add<mode>(x, -y); }     \
  SPN_MATHFN float __fmul_##suffix(float x, float y) { return spn::detail::multiply<mode>(x, y); } \
  SPN_MATHFN float __fdiv_##suffix(float x, float y) { return spn::detail::divide<mode>(x, y); }   \
  SPN_MATHFN float __frcp_##suffix(float x) { return spn::detail::divide<mode>(1.0f, x); }         \
  SPN_MATHFN float __fsqrt_##suffix(float x) { return spn::detail::squareRoot<mode>(x); }          \
  SPN_MATHFN float __fmaf_##suffix(float x, float y, float z) {                                    \
    return spn::detail::fusedMultiplyAdd<mode>(x, y, z);                                           \
  }                                                                                                \
  SPN_MATHFN double __dadd_##suffix(double x, double y) { return spn::detail::add<mode>(x, y); }   \
  SPN_MATHFN double __dsub_##suffix(double x, double y) { return spn::detail::add<mode>(x, -y); }  \
  SPN_MATHFN double __dmul_##suffix(double x, double y) {                                          \
    return spn::detail::multiply<mode>(x, y);                                                      \
  }                                                                                                \
  SPN_MATHFN double __ddiv_##suffix(double x, double y) {                                          \
    return spn::detail::divide<mode>(x, y);                                                        \
  }                                                                                                \
  SPN_MATHFN double __drcp_##suffix(double x) { return spn::detail::divide<mode>(1.0, x); }        \
  SPN_MATHFN double __dsqrt_##suffix(double x) { return spn::detail::squareRoot<mode>(x); }        \
  SPN_MATHFN double __fma_##suffix(double x, double y, double z) {                                 \
    return spn::detail::fusedMultiplyAdd<mode>(x, y, z);                                           \
  }
SPN_DIRECTED(rz, spn::detail::Rounding::Zero)
SPN_DIRECTED(ru, spn::detail::Rounding::Up)
SPN_DIRECTED(rd, spn::detail::Rounding::Down)
#undef SPN_DIRECTED

// To nearest. Code uses these where a multiplication and an addition must not become one fused
// operation.
SPN_MATHFN float __fadd_rn(float x, float y) { return spn::detail::roundedSum(x, y); }
SPN_MATHFN float __fsub_rn(float x, float y) { return spn::detail::roundedSum(x, -y); }
SPN_MATHFN float __fmul_rn(float x, float y) { return spn::detail::roundedProduct(x, y); }
SPN_MATHFN double __dadd_rn(double x, double y) { return spn::detail::roundedSum(x, y); }
SPN_MATHFN double __dsub_rn(double x, double y) { return spn::detail::roundedSum(x, -y); }
SPN_MATHFN double __dmul_rn(double x, double y) { return spn::detail::roundedProduct(x, y); }
SPN_MATHFN float __fdiv_rn(float x, float y) { return x / y; }
SPN_MATHFN float __frcp_rn(float x) { return 1.0f / x; }
SPN_MATHFN float __fsqrt_rn(float x) { return __builtin_sqrtf(x); }
SPN_MATHFN float __fmaf_rn(float x, float y, float z) { return __builtin_fmaf(x, y, z); }
SPN_MATHFN double __ddiv_rn(double x, double y) { return x / y; }
SPN_MATHFN double __drcp_rn(double x) { return 1.0 / x; }
SPN_MATHFN double __dsqrt_rn(double x) { return __builtin_sqrt(x); }
SPN_MATHFN double __fma_rn(double x, double y, double z) { return __builtin_fma(x, y, z); }

// Fused multiply-adds that keep denormals whatever the compiler flags, which is always so here, and
// the operations on pairs of floats.
#define SPN_PAIRWISE(suffix)                                                                       \
  SPN_MATHFN float __fmaf_ieee_##suffix(float x, float y, float z) {                               \
    return __fmaf_##suffix(x, y, z);                                                               \
  }                                                                                                \
  SPN_MATHFN float2 __fadd2_##suffix(float2 x, float2 y) {                                         \
    return {__fadd_##suffix(x.x, y.x), __fadd_##suffix(x.y, y.y)};                                 \
  }                                                                                                \
  SPN_MATHFN float2 __fmul2_##suffix(float2 x, float2 y) {                                         \
    return {__fmul_##suffix(x.x, y.x), __fmul_##suffix(x.y, y.y)};                                 \
  }                                                                                                \
  SPN_MATHFN float2 __ffma2_##suffix(float2 x, float2 y, float2 z) {                               \
    return {__fmaf_##suffix(x.x, y.x, z.x), __fmaf_##suffix(x.y, y.y, z.y)};                       \
  }
SPN_PAIRWISE(rn)
SPN_PAIRWISE(rz)
SPN_PAIRWISE(ru)
SPN_PAIRWISE(rd)
#undef SPN_PAIRWISE

/// Correctly rounded: no float's reciprocal root is so near a rounding boundary that the rounding
/// to double matters.
SPN_MATHFN float __frsqrt_rn(float x) {
  return static_cast<float>(1.0 / __builtin_sqrt(static_cast<double>(x)));
}

#include "sampan/intrinsics_convert.h"
#include "sampan/intrinsics_integer.h"
