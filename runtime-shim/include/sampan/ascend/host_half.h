// SPDX-License-Identifier: Apache-2.0
// 16-bit floating point in host code: Ascend C has its conversions for device code alone. Rounds to
// nearest, ties to even, as CUDA does; by integers, so that it does not depend on what the host's
// compiler can do with the types.
#pragma once

#include <stdint.h>
#include <string.h>

namespace spn {
namespace host {
namespace detail {

template <class To, class From> inline To bitsOf(const From &from) {
  static_assert(sizeof(To) == sizeof(From), "the same bits");
  To to;
  memcpy(&to, &from, sizeof to);
  return to;
}

/// `bits` without its low `count` bits, rounded.
inline uint32_t roundBits(uint32_t bits, int count) {
  const uint32_t half = 1u << (count - 1), rest = bits & ((1u << count) - 1);
  const uint32_t kept = bits >> count;
  return kept + (rest > half || (rest == half && (kept & 1)));
}

inline uint16_t halfBits(float value) {
  const uint32_t bits = bitsOf<uint32_t>(value);
  const uint32_t sign = bits >> 16 & 0x8000u, magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u)
    return static_cast<uint16_t>(sign | 0x7fffu);
  if (magnitude >= 0x477ff000u) // rounds to more than the largest half
    return static_cast<uint16_t>(sign | 0x7c00u);
  if (magnitude >= 0x38800000u)
    return static_cast<uint16_t>(sign | roundBits(magnitude - 0x38000000u, 13));
  if (magnitude < 0x33000000u)
    return static_cast<uint16_t>(sign);
  const int shift = 126 - static_cast<int>(magnitude >> 23);
  return static_cast<uint16_t>(sign | roundBits((magnitude & 0x7fffffu) | 0x800000u, shift));
}

inline float halfValue(uint16_t bits) {
  const uint32_t sign = static_cast<uint32_t>(bits & 0x8000u) << 16, rest = bits & 0x7fffu;
  if (rest >= 0x7c00u)
    return bitsOf<float>(sign | 0x7f800000u | (rest & 0x3ffu) << 13);
  if (rest >= 0x400u)
    return bitsOf<float>(sign | (rest + 0x1c000u) << 13);
  const float tiny = static_cast<float>(rest) * 5.9604644775390625e-8f; // 2^-24
  return sign ? -tiny : tiny;
}

} // namespace detail

} // namespace host
} // namespace spn
