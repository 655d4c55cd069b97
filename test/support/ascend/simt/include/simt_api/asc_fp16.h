// SPDX-License-Identifier: Apache-2.0
// half and half2.
#pragma once

#include "simt_api/asc_simt.h"

typedef _Float16 half;
struct __align__(4) half2 {
  half x, y;
};

#define ASC_T half
#define ASC_T2 half2
#define ASC_C half
#define ASC_C2 half2
#include "ascend_emulator/half_detail/functions.h"
#undef ASC_T
#undef ASC_T2
#undef ASC_C
#undef ASC_C2

ASC_FUNCTION half __float2half(const float x)
    ASC_BODY(return static_cast<half>(x);) ASC_FUNCTION half2
    __hfmax2(const half2 x, const half2 y, const half2 z)
        ASC_BODY(return half2{__hfma(x.x, y.x, z.x), __hfma(x.y, y.y, z.y)};) ASC_FUNCTION half
    __hfma_relu(const half x, const half y, const half z)
        ASC_BODY(return __hmax(__hfma(x, y, z), half(0));) ASC_FUNCTION half2
    __hfmax2_relu(const half2 x, const half2 y, const half2 z)
        ASC_BODY(return half2{__hfma_relu(x.x, y.x, z.x), __hfma_relu(x.y, y.y, z.y)};)
            ASC_REDUCTIONS(half)
