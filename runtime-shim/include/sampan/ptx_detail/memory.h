// SPDX-License-Identifier: Apache-2.0
// Addresses, loads and stores of PTX. There is one address space: a shared address is the pointer.
// Programs keep it in 32 bits, so the upper half is found again from where shared memory is.
#pragma once

#include "sampan/detail/shared_window.h"
#include "sampan/ptx_detail/types.h"

namespace spn {
namespace ptx {

/// Several registers that one instruction loads or stores.
template <class T, int count> struct alignas(sizeof(T) * count) Vector {
  T lane[count];
};

template <class T = void, class A> SPN_PTX T *pointer(A address, s64 offset = 0) {
  return reinterpret_cast<T *>(static_cast<std::uintptr_t>(as<u64>(address)) +
                               static_cast<std::uintptr_t>(offset));
}

/// What cvta.to.shared makes of a pointer.
template <class A> SPN_PTX u64 sharedAddress(A address) {
  const u64 whole = as<u64>(address);
  spn::detail::noteShared(reinterpret_cast<const void *>(static_cast<std::uintptr_t>(whole)));
  return whole;
}

template <class T = void, class A> SPN_PTX T *sharedPointer(A address, s64 offset = 0) {
  const u64 whole = as<u64>(address);
  char *base = whole >> 32 ? reinterpret_cast<char *>(static_cast<std::uintptr_t>(whole))
                           : spn::detail::sharedFromLow(static_cast<u32>(whole), offset);
  return reinterpret_cast<T *>(base + offset);
}

namespace detail {

template <unsigned bytes> struct WordOf {
  typedef u64 type;
};
template <> struct WordOf<1> {
  typedef u8 type;
};
template <> struct WordOf<2> {
  typedef u16 type;
};
template <> struct WordOf<4> {
  typedef u32 type;
};

/// Copies in pieces that are each atomic.
template <class T> SPN_PTX void copyRelaxed(void *to, const volatile void *from, bool isLoad) {
  typedef typename WordOf<sizeof(T)>::type Word;
  typedef Word __attribute__((may_alias)) Piece;
  for (unsigned i = 0; i < sizeof(T) / sizeof(Word); ++i) {
    Piece piece;
    if (isLoad) {
      piece = __atomic_load_n(static_cast<const volatile Piece *>(from) + i, __ATOMIC_RELAXED);
      static_cast<Piece *>(to)[i] = piece;
    } else {
      piece = static_cast<const volatile Piece *>(from)[i];
      __atomic_store_n(static_cast<volatile Piece *>(to) + i, piece, __ATOMIC_RELAXED);
    }
  }
}

/// A thread that reads the same value again may wait for another one to change it.
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
SPN_DEVICE_DECL void noteRead(const volatile void *address, u64 value);
#else
SPN_PTX void noteRead(const volatile void *address, u64 value) {
  static thread_local const volatile void *lastAddress = nullptr;
  static thread_local u64 lastValue = 0;
  if (address == lastAddress && value == lastValue)
    spn::detail::noteFailure();
  lastAddress = address;
  lastValue = value;
}
#endif

} // namespace detail

template <class T> SPN_PTX T load(const volatile void *address) {
  T value;
  __builtin_memcpy(&value, const_cast<const void *>(address), sizeof(T));
  return value;
}
template <class T> SPN_PTX T loadRelaxed(const volatile void *address) {
  T value;
  detail::copyRelaxed<T>(&value, address, true);
  u64 word = 0;
  __builtin_memcpy(&word, &value, sizeof(T) < 8 ? sizeof(T) : 8);
  detail::noteRead(address, word);
  return value;
}
template <class T> SPN_PTX T loadVolatile(const volatile void *address) {
  return loadRelaxed<T>(address);
}
template <class T> SPN_PTX T loadAcquire(const volatile void *address) {
  const T value = loadRelaxed<T>(address);
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  return value;
}

template <class T> SPN_PTX void store(volatile void *address, T value) {
  __builtin_memcpy(const_cast<void *>(address), &value, sizeof(T));
}
template <class T> SPN_PTX void storeRelaxed(volatile void *address, T value) {
  detail::copyRelaxed<T>(const_cast<void *>(address), &value, false);
}
template <class T> SPN_PTX void storeVolatile(volatile void *address, T value) {
  storeRelaxed<T>(address, value);
}
template <class T> SPN_PTX void storeRelease(volatile void *address, T value) {
  __atomic_thread_fence(__ATOMIC_RELEASE);
  storeRelaxed<T>(address, value);
}

SPN_PTX void prefetch(const void *address) { __builtin_prefetch(address); }

/// cp.async, done at once. Bytes beyond `read` become zero.
SPN_PTX void copyAsync(void *to, const void *from, u32 bytes, u32 read) {
  const u32 copied = read < bytes ? read : bytes;
  if (copied)
    __builtin_memcpy(to, from, copied);
  if (copied < bytes)
    __builtin_memset(static_cast<char *>(to) + copied, 0, bytes - copied);
}
SPN_PTX void copyAsync(void *to, const void *from, u32 bytes) { __builtin_memcpy(to, from, bytes); }
SPN_PTX void copyAsyncCommit() {}
SPN_PTX void copyAsyncWait(u32) {}

} // namespace ptx
} // namespace spn
