// SPDX-License-Identifier: Apache-2.0
// cuda_bf16.h in a translated .asc source: Ascend C's own bfloat16_t.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "sampan/ascend/host_half.h"
#include "sampan/ascend/pair_operators.h"
#include "simt_api/asc_bf16.h"

SPN_ASCEND_PAIR_OPERATORS(bfloat16x2_t)

namespace spn {
namespace host {

inline bfloat16_t float2bfloat16(float value) {
  const uint32_t bits = detail::bitsOf<uint32_t>(value);
  const bool isNaN = (bits & 0x7fffffffu) > 0x7f800000u;
  return detail::bitsOf<bfloat16_t>(
      static_cast<uint16_t>(isNaN ? 0x7fffu : detail::roundBits(bits, 16)));
}
inline float bfloat162float(bfloat16_t value) {
  return detail::bitsOf<float>(static_cast<uint32_t>(detail::bitsOf<uint16_t>(value)) << 16);
}
inline bfloat16x2_t halves2bfloat162(bfloat16_t low, bfloat16_t high) {
  bfloat16x2_t pair;
  pair.x = low;
  pair.y = high;
  return pair;
}
inline bfloat16x2_t floats2bfloat162(float low, float high) {
  return halves2bfloat162(float2bfloat16(low), float2bfloat16(high));
}
inline bfloat16x2_t float22bfloat162(float2 value) { return floats2bfloat162(value.x, value.y); }
inline float2 bfloat1622float2(bfloat16x2_t pair) {
  float2 result;
  result.x = bfloat162float(pair.x);
  result.y = bfloat162float(pair.y);
  return result;
}

} // namespace host
} // namespace spn
#else
#include "sampan/bf16.h"
namespace spn {
namespace host {
inline __nv_bfloat16 float2bfloat16(float value) { return __float2bfloat16(value); }
inline float bfloat162float(__nv_bfloat16 value) { return __bfloat162float(value); }
inline __nv_bfloat162 halves2bfloat162(__nv_bfloat16 low, __nv_bfloat16 high) {
  return __halves2bfloat162(low, high);
}
inline __nv_bfloat162 floats2bfloat162(float low, float high) {
  return __floats2bfloat162_rn(low, high);
}
inline __nv_bfloat162 float22bfloat162(float2 value) { return __float22bfloat162_rn(value); }
inline float2 bfloat1622float2(__nv_bfloat162 pair) { return __bfloat1622float2(pair); }
} // namespace host
} // namespace spn
#endif
