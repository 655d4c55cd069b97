// SPDX-License-Identifier: Apache-2.0
// Half precision: __half, __half2 and all of their intrinsics, with the results that CUDA gives, on
// any processor. Values are computed in float or double and rounded once.
//
// The classes and functions are written once for half and bfloat16, in half_detail/.
#ifndef SAMPAN_FP16_H
#define SAMPAN_FP16_H

#include "sampan/detail/atomic_update.h"
#include "sampan/half_detail/common.h"
#include "sampan/vector_types.h"
#include "sampan/warp.h"

#define SPN_F16 __half
#define SPN_F16_RAW __half_raw
#define SPN_F16X2 __half2
#define SPN_F16X2_RAW __half2_raw
#define SPN_F16_OTHER __nv_bfloat16
#define SPN_F16_STEM half
#define SPN_F16_FORMAT spn::detail::HalfFormat
#ifdef __CUDA_NO_HALF_CONVERSIONS__
#define SPN_F16_CONVERSIONS 0
#else
#define SPN_F16_CONVERSIONS 1
#endif
#ifdef __CUDA_NO_HALF_OPERATORS__
#define SPN_F16_OPERATORS 0
#else
#define SPN_F16_OPERATORS 1
#endif
#ifdef __CUDA_NO_HALF2_OPERATORS__
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

typedef __half nv_half;
typedef __half2 nv_half2;
typedef __half __nv_half;
typedef __half2 __nv_half2;
typedef __half_raw __nv_half_raw;
typedef __half2_raw __nv_half2_raw;
#ifndef CUDA_NO_HALF
typedef __half half;
typedef __half2 half2;
#endif

#define CUDART_INF_FP16 __ushort_as_half((unsigned short)0x7C00U)
#define CUDART_NAN_FP16 __ushort_as_half((unsigned short)0x7FFFU)
#define CUDART_MIN_DENORM_FP16 __ushort_as_half((unsigned short)0x0001U)
#define CUDART_MAX_NORMAL_FP16 __ushort_as_half((unsigned short)0x7BFFU)
#define CUDART_NEG_ZERO_FP16 __ushort_as_half((unsigned short)0x8000U)
#define CUDART_ZERO_FP16 __ushort_as_half((unsigned short)0x0000U)
#define CUDART_ONE_FP16 __ushort_as_half((unsigned short)0x3C00U)

#endif
