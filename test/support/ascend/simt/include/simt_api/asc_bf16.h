// SPDX-License-Identifier: Apache-2.0
// bfloat16_t and bfloat16x2_t, whose functions say bfloat162.
#pragma once

#include "simt_api/asc_simt.h"

typedef __bf16 bfloat16_t;
struct __align__(4) bfloat16x2_t {
  bfloat16_t x, y;
};

#define ASC_T bfloat16_t
#define ASC_T2 bfloat16x2_t
#define ASC_C bfloat16
#define ASC_C2 bfloat162
#include "ascend_emulator/half_detail/functions.h"
#undef ASC_T
#undef ASC_T2
#undef ASC_C
#undef ASC_C2

ASC_FUNCTION bfloat16x2_t __hfmax2(const bfloat16x2_t x, const bfloat16x2_t y, const bfloat16x2_t z)
    ASC_BODY(return bfloat16x2_t{__hfma(x.x, y.x, z.x), __hfma(x.y, y.y, z.y)};)
ASC_FUNCTION bfloat16_t __float2bfloat16(const float x)
    ASC_BODY(return static_cast<bfloat16_t>(x);) ASC_FUNCTION bfloat16x2_t
    __float2bfloat162_rn(const float x) ASC_BODY(return bfloat16x2_t{
        static_cast<bfloat16_t>(x), static_cast<bfloat16_t>(x)};) ASC_FUNCTION bfloat16x2_t
    __bfloat162bfloat162(const bfloat16_t x)
        ASC_BODY(return bfloat16x2_t{x, x};) ASC_FUNCTION float2
    __bfloat1622float2(const bfloat16x2_t x)
        ASC_BODY(return float2{static_cast<float>(x.x), static_cast<float>(x.y)};)
