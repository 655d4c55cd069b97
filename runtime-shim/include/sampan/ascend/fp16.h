// SPDX-License-Identifier: Apache-2.0
// cuda_fp16.h in a translated .asc source: Ascend C's own half, and what that lacks.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "sampan/ascend/host_half.h"
#include "simt_api/asc_fp16.h"

namespace spn {

__aicore__ inline half2 half2half2(half a) { return __halves2half2(a, a); }
__aicore__ inline half2 float2half2_rn(float a) { return __floats2half2_rn(a, a); }
__aicore__ inline float2 half22float2(half2 a) {
  float2 result;
  result.x = __low2float(a);
  result.y = __high2float(a);
  return result;
}

namespace host {
inline half float2half(float value) { return detail::bitsOf<half>(detail::halfBits(value)); }
inline float half2float(half value) { return detail::halfValue(detail::bitsOf<uint16_t>(value)); }
} // namespace host

} // namespace spn
#else
#include "sampan/fp16.h"
namespace spn {
namespace host {
inline __half float2half(float value) { return __float2half(value); }
inline float half2float(__half value) { return __half2float(value); }
} // namespace host
} // namespace spn
#endif
