// SPDX-License-Identifier: Apache-2.0
// Atomic read-modify-write with any function on any trivially copyable type of 1, 2, 4 or 8 bytes:
// the base of the atomics that processors do not have, also for half types. Order is relaxed, as
// CUDA's is.
#pragma once

#include "sampan/detail/execution.h"

#include <cstring>

// The thread sanitizer does not understand fences, which programs order their relaxed atomics with.
#if defined(__SANITIZE_THREAD__)
#define SPN_ATOMIC_ORDER __ATOMIC_ACQ_REL
#define SPN_ATOMIC_LOAD_ORDER __ATOMIC_ACQUIRE
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SPN_ATOMIC_ORDER __ATOMIC_ACQ_REL
#define SPN_ATOMIC_LOAD_ORDER __ATOMIC_ACQUIRE
#endif
#endif
#ifndef SPN_ATOMIC_ORDER
#define SPN_ATOMIC_ORDER __ATOMIC_RELAXED
#define SPN_ATOMIC_LOAD_ORDER __ATOMIC_RELAXED
#endif

namespace spn {
namespace detail {

template <unsigned Bytes> struct AtomicBits;
template <> struct AtomicBits<1> {
  typedef unsigned char __attribute__((may_alias)) type;
};
template <> struct AtomicBits<2> {
  typedef unsigned short __attribute__((may_alias)) type;
};
template <> struct AtomicBits<4> {
  typedef unsigned int __attribute__((may_alias)) type;
};
template <> struct AtomicBits<8> {
  typedef unsigned long long __attribute__((may_alias)) type;
};

template <class T> using AtomicBitsOf = typename AtomicBits<sizeof(T)>::type;

template <class T> SPN_DEVICE_INLINE AtomicBitsOf<T> toBits(const T &value) {
  AtomicBitsOf<T> bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}
template <class T> SPN_DEVICE_INLINE T fromBits(const AtomicBitsOf<T> &bits) {
  T value;
  std::memcpy(static_cast<void *>(&value), &bits, sizeof bits);
  return value;
}

/// *address = function(*address), at once for all other threads; returns the value before.
template <class T, class Function>
SPN_DEVICE_INLINE T atomicUpdate(T *address, const Function &function) {
  typedef AtomicBitsOf<T> Bits;
  Bits *const place = reinterpret_cast<Bits *>(address);
  Bits old = __atomic_load_n(place, __ATOMIC_RELAXED);
  for (;;) {
    const T before = fromBits<T>(old);
    const Bits wanted = toBits<T>(function(before));
    // A minimum or maximum that changes nothing need not write. Readers can't tell.
    if (wanted == old ||
        __atomic_compare_exchange_n(place, &old, wanted, true, SPN_ATOMIC_ORDER, __ATOMIC_RELAXED))
      return before;
  }
}

/// The same among threads of one block, which share an OS thread: no atomic accesses, of which
/// compilers would not make one instruction.
template <class T, class Function>
SPN_DEVICE_INLINE T atomicUpdateBlock(T *address, const Function &function) {
  typedef AtomicBitsOf<T> Bits;
  Bits *const place = reinterpret_cast<Bits *>(address);
  const T before = fromBits<T>(*place);
  *place = toBits<T>(function(before));
  return before;
}

template <class T> SPN_DEVICE_INLINE T atomicSwap(T *address, T value) {
  typedef AtomicBitsOf<T> Bits;
  const Bits wanted = toBits(value);
  const Bits old = __atomic_exchange_n(reinterpret_cast<Bits *>(address), wanted, SPN_ATOMIC_ORDER);
  if (old == wanted)
    noteFailure(); // a lock that was held
  return fromBits<T>(old);
}

template <class T> SPN_DEVICE_INLINE T atomicCompareSwap(T *address, T compare, T value) {
  typedef AtomicBitsOf<T> Bits;
  const Bits expected = toBits(compare), wanted = toBits(value);
  Bits old = expected;
  const bool stored = __atomic_compare_exchange_n(reinterpret_cast<Bits *>(address), &old, wanted,
                                                  false, SPN_ATOMIC_ORDER, SPN_ATOMIC_LOAD_ORDER);
  if (!stored || expected == wanted)
    noteFailure();
  return fromBits<T>(old);
}

// The same among threads of one block.

template <class T> SPN_DEVICE_INLINE T atomicSwapBlock(T *address, T value) {
  typedef AtomicBitsOf<T> Bits;
  Bits *const place = reinterpret_cast<Bits *>(address);
  const Bits wanted = toBits(value), old = __atomic_load_n(place, __ATOMIC_RELAXED);
  __atomic_store_n(place, wanted, __ATOMIC_RELAXED);
  if (old == wanted)
    noteFailure(); // a lock that was held
  return fromBits<T>(old);
}

template <class T> SPN_DEVICE_INLINE T atomicCompareSwapBlock(T *address, T compare, T value) {
  typedef AtomicBitsOf<T> Bits;
  Bits *const place = reinterpret_cast<Bits *>(address);
  const Bits expected = toBits(compare), wanted = toBits(value);
  const Bits old = __atomic_load_n(place, __ATOMIC_RELAXED);
  if (old == expected)
    __atomic_store_n(place, wanted, __ATOMIC_RELAXED);
  if (old != expected || expected == wanted)
    noteFailure();
  return fromBits<T>(old);
}

} // namespace detail
} // namespace spn
