// SPDX-License-Identifier: Apache-2.0
// Atomic operations. Kernels of several streams may run at a time, so they are atomic here too.
#pragma once

#include "ascend_emulator/device.h"

#ifndef ASC_EMULATOR_CHECK
#include <string.h>

namespace ascend_emulator {

template <int Bytes> struct Bits;
template <> struct Bits<2> {
  using type = uint16_t;
};
template <> struct Bits<4> {
  using type = uint32_t;
};
template <> struct Bits<8> {
  using type = uint64_t;
};

template <class T> inline void checkAtomic(const T *address) {
  if (reinterpret_cast<uintptr_t>(address) % sizeof(T))
    fault("atomic operation at %p, which is not aligned to %zu bytes", (const void *)address,
          sizeof(T));
  if (sizeof(T) == 8 && isUbuf(address))
    fault("64-bit atomic operation in unified buffer: only global memory has them");
  if (isLocal(address))
    fault("atomic operation on a variable of the thread itself");
}

/// Replaces the value by update(value); returns the old one.
template <class T, class Update>
inline __attribute__((always_inline)) T change(T *address, Update update) {
  using Word = typename Bits<sizeof(T)>::type;
  checkAtomic(address);
  auto *word = reinterpret_cast<Word *>(address);
  Word old = __atomic_load_n(word, __ATOMIC_SEQ_CST), made;
  T value;
  do {
    memcpy(&value, &old, sizeof(T));
    const T result = update(value);
    memcpy(&made, &result, sizeof(T));
  } while (
      !__atomic_compare_exchange_n(word, &old, made, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  ASC_WRITTEN(address);
  mayWait();
  return value;
}

template <class T> inline bool sameBits(const T &a, const T &b) {
  return memcmp(&a, &b, sizeof(T)) == 0;
}

} // namespace ascend_emulator
#endif
