// SPDX-License-Identifier: Apache-2.0
// Shared addresses in 32 bits. CUDA's shared memory has addresses that fit an unsigned int, and
// programs store them so. Here they are pointers; this finds the pointer whose low half is known.
//
// Dynamic shared memory is one known range. Static shared memory is thread-local storage, which the
// last address that was turned into a shared one is near to.
#pragma once

#include "sampan/detail/execution.h"

#include <cstdint>

namespace spn {
namespace detail {

#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)

SPN_DEVICE_DECL void noteShared(const void *pointer);
SPN_DEVICE_DECL char *sharedFromLow(unsigned low, long long offset);

#else

/// Some address in the static shared memory of the running block.
SPN_DEVICE_INLINE std::uintptr_t &staticSharedHint() {
  static thread_local std::uintptr_t hint = 0;
  return hint;
}

/// Where `address` lies in dynamic shared memory, counted from its start; wraps when it does not.
SPN_DEVICE_INLINE unsigned dynamicOffset(unsigned low) {
  return low - static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(dynamicShared()));
}

SPN_DEVICE_INLINE void noteShared(const void *pointer) {
  if (!insideKernel())
    return;
  const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(pointer);
  const std::uintptr_t start = reinterpret_cast<std::uintptr_t>(dynamicShared());
  if (address - start >= dynamicSharedBytes())
    staticSharedHint() = address;
}

/// The pointer for `low`, of which [low + offset] is going to be accessed.
SPN_DEVICE_INLINE char *sharedFromLow(unsigned low, long long offset) {
  const std::size_t bytes = dynamicSharedBytes();
  if (bytes && dynamicOffset(low + static_cast<unsigned>(offset)) < bytes)
    return static_cast<char *>(dynamicShared()) + static_cast<int>(dynamicOffset(low));
  std::uintptr_t near = staticSharedHint();
  if (!near)
    near = reinterpret_cast<std::uintptr_t>(&threadState);
  const int distance = static_cast<int>(low - static_cast<unsigned>(near));
  return reinterpret_cast<char *>(near + static_cast<std::uintptr_t>(std::intptr_t(distance)));
}

#endif

} // namespace detail
} // namespace spn
