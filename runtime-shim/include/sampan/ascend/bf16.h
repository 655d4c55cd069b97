// SPDX-License-Identifier: Apache-2.0
// cuda_bf16.h in a translated .asc source: Ascend C's own bfloat16_t.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "sampan/ascend/host_half.h"
#include "simt_api/asc_bf16.h"

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

} // namespace host
} // namespace spn
#else
#include "sampan/bf16.h"
namespace spn {
namespace host {
inline __nv_bfloat16 float2bfloat16(float value) { return __float2bfloat16(value); }
inline float bfloat162float(__nv_bfloat16 value) { return __bfloat162float(value); }
} // namespace host
} // namespace spn
#endif
