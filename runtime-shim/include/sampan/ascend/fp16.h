// SPDX-License-Identifier: Apache-2.0
// cuda_fp16.h in a translated .asc source: Ascend C's own half, and what that lacks.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "sampan/ascend/host_half.h"
#include "sampan/ascend/pair_operators.h"
#include "simt_api/asc_fp16.h"

SPN_ASCEND_PAIR_OPERATORS(half2)

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
inline half2 halves2half2(half low, half high) {
  half2 pair;
  pair.x = low;
  pair.y = high;
  return pair;
}
inline half2 half2half2(half value) { return halves2half2(value, value); }
inline half2 floats2half2(float low, float high) {
  return halves2half2(float2half(low), float2half(high));
}
inline half2 float2half2(float value) { return floats2half2(value, value); }
inline half2 float22half2(float2 value) { return floats2half2(value.x, value.y); }
inline half low2half(half2 pair) { return pair.x; }
inline half high2half(half2 pair) { return pair.y; }
inline float low2float(half2 pair) { return half2float(pair.x); }
inline float high2float(half2 pair) { return half2float(pair.y); }
inline float2 half22float2(half2 pair) {
  float2 result;
  result.x = low2float(pair);
  result.y = high2float(pair);
  return result;
}
} // namespace host

} // namespace spn
#else
#include "sampan/fp16.h"
namespace spn {
namespace host {
inline __half float2half(float value) { return __float2half(value); }
inline float half2float(__half value) { return __half2float(value); }
inline __half2 halves2half2(__half low, __half high) { return __halves2half2(low, high); }
inline __half2 half2half2(__half value) { return __half2half2(value); }
inline __half2 floats2half2(float low, float high) { return __floats2half2_rn(low, high); }
inline __half2 float2half2(float value) { return __float2half2_rn(value); }
inline __half2 float22half2(float2 value) { return __float22half2_rn(value); }
inline __half low2half(__half2 pair) { return __low2half(pair); }
inline __half high2half(__half2 pair) { return __high2half(pair); }
inline float low2float(__half2 pair) { return __low2float(pair); }
inline float high2float(__half2 pair) { return __high2float(pair); }
inline float2 half22float2(__half2 pair) { return __half22float2(pair); }
} // namespace host
} // namespace spn
#endif
