// SPDX-License-Identifier: Apache-2.0
// What compilers call to round to bfloat16. Their run-time library has it where they know the type;
// that of the host may not.
#include <cstdint>
#include <cstring>

namespace {

__bf16 rounded(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const bool isNaN = (bits & 0x7fffffffu) > 0x7f800000u;
  const std::uint32_t made = isNaN ? bits | 0x400000u : bits + 0x7fffu + (bits >> 16 & 1);
  const auto upper = static_cast<std::uint16_t>(made >> 16);
  __bf16 result;
  std::memcpy(&result, &upper, sizeof result);
  return result;
}

} // namespace

extern "C" {
__attribute__((weak)) __bf16 __truncsfbf2(float value) { return rounded(value); }
/// By way of float, with the last bit sticky, so that it is rounded once.
__attribute__((weak)) __bf16 __truncdfbf2(double value) {
  float single = static_cast<float>(value);
  std::uint32_t bits;
  std::memcpy(&bits, &single, sizeof bits);
  const bool isExact = static_cast<double>(single) == value || value != value;
  const bool wentUp = (static_cast<double>(single) > value) == (value > 0);
  if (!isExact && (bits & 0x7f800000u) != 0x7f800000u)
    bits = (wentUp ? bits - 1 : bits) | 1;
  std::memcpy(&single, &bits, sizeof single);
  return rounded(single);
}
}
