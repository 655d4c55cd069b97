// SPDX-License-Identifier: Apache-2.0
// bfloat16: __nv_bfloat16, __nv_bfloat162 and all of their intrinsics, with the results that CUDA
// gives, on any processor. Values are computed in float or double and rounded once.
//
// The classes and functions are written once for half and bfloat16, in half_detail/.
#ifndef SAMPAN_BF16_H
#define SAMPAN_BF16_H

#include "sampan/fp16.h"

#define SPN_F16 __nv_bfloat16
#define SPN_F16_RAW __nv_bfloat16_raw
#define SPN_F16X2 __nv_bfloat162
#define SPN_F16X2_RAW __nv_bfloat162_raw
#define SPN_F16_OTHER __half
#define SPN_F16_STEM bfloat16
#define SPN_F16_FORMAT spn::detail::BFloatFormat
#ifdef __CUDA_NO_BFLOAT16_CONVERSIONS__
#define SPN_F16_CONVERSIONS 0
#else
#define SPN_F16_CONVERSIONS 1
#endif
#ifdef __CUDA_NO_BFLOAT16_OPERATORS__
#define SPN_F16_OPERATORS 0
#else
#define SPN_F16_OPERATORS 1
#endif
#ifdef __CUDA_NO_BFLOAT162_OPERATORS__
#define SPN_F16X2_OPERATORS 0
#else
#define SPN_F16X2_OPERATORS 1
#endif

#include "sampan/half_detail/type.h"

#include "sampan/half_detail/conversions.h"

#include "sampan/half_detail/arithmetic.h"

#include "sampan/half_detail/comparison.h"

#include "sampan/half_detail/math.h"

#include "sampan/half_detail/device.h"

#include "sampan/half_detail/operators.h"

SPN_HD inline __half::__half(const __nv_bfloat16 &other)
    : __x(spn::detail::floatToHalf(spn::detail::widen(other))) {}
SPN_HD inline __nv_bfloat16::__nv_bfloat16(const __half &other)
    : __x(spn::detail::floatToBFloat(spn::detail::widen(other))) {}

typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

#define CUDART_INF_BF16 __ushort_as_bfloat16((unsigned short)0x7F80U)
#define CUDART_NAN_BF16 __ushort_as_bfloat16((unsigned short)0x7FFFU)
#define CUDART_MIN_DENORM_BF16 __ushort_as_bfloat16((unsigned short)0x0001U)
#define CUDART_MAX_NORMAL_BF16 __ushort_as_bfloat16((unsigned short)0x7F7FU)
#define CUDART_NEG_ZERO_BF16 __ushort_as_bfloat16((unsigned short)0x8000U)
#define CUDART_ZERO_BF16 __ushort_as_bfloat16((unsigned short)0x0000U)
#define CUDART_ONE_BF16 __ushort_as_bfloat16((unsigned short)0x3F80U)

#endif
