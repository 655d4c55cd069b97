// SPDX-License-Identifier: Apache-2.0
// The __nv_atomic_* functions of CUDA 12.8: atomics with an explicit order and scope on any type of
// 1, 2, 4 or 8 bytes. All scopes are the same here.
#pragma once

#include "sampan/detail/atomic_update.h"

#define __NV_ATOMIC_RELAXED __ATOMIC_RELAXED
#define __NV_ATOMIC_CONSUME __ATOMIC_CONSUME
#define __NV_ATOMIC_ACQUIRE __ATOMIC_ACQUIRE
#define __NV_ATOMIC_RELEASE __ATOMIC_RELEASE
#define __NV_ATOMIC_ACQ_REL __ATOMIC_ACQ_REL
#define __NV_ATOMIC_SEQ_CST __ATOMIC_SEQ_CST
#define __NV_THREAD_SCOPE_THREAD 1
#define __NV_THREAD_SCOPE_BLOCK 2
#define __NV_THREAD_SCOPE_CLUSTER 3
#define __NV_THREAD_SCOPE_DEVICE 4
#define __NV_THREAD_SCOPE_SYSTEM 5

template <class T>
SPN_DEVICE_INLINE T __nv_atomic_load_n(const T *address, int order,
                                       int = __NV_THREAD_SCOPE_SYSTEM) {
  T value;
  __atomic_load(address, &value, order);
  ::spn::detail::noteFailure(); // waiting loops read
  return value;
}
template <class T>
SPN_DEVICE_INLINE void __nv_atomic_load(const T *address, T *result, int order,
                                        int = __NV_THREAD_SCOPE_SYSTEM) {
  *result = __nv_atomic_load_n(address, order);
}
template <class T>
SPN_DEVICE_INLINE void __nv_atomic_store(T *address, T *value, int order,
                                         int = __NV_THREAD_SCOPE_SYSTEM) {
  __atomic_store(address, value, order);
}
template <class T>
SPN_DEVICE_INLINE void __nv_atomic_store_n(T *address, T value, int order,
                                           int = __NV_THREAD_SCOPE_SYSTEM) {
  __atomic_store(address, &value, order);
}
template <class T>
SPN_DEVICE_INLINE void __nv_atomic_exchange(T *address, T *value, T *result, int order,
                                            int = __NV_THREAD_SCOPE_SYSTEM) {
  __atomic_exchange(address, value, result, order);
}
template <class T>
SPN_DEVICE_INLINE T __nv_atomic_exchange_n(T *address, T value, int order,
                                           int = __NV_THREAD_SCOPE_SYSTEM) {
  T result;
  __atomic_exchange(address, &value, &result, order);
  return result;
}
template <class T>
SPN_DEVICE_INLINE bool __nv_atomic_compare_exchange(T *address, T *expected, T *desired, bool weak,
                                                    int success, int failure,
                                                    int = __NV_THREAD_SCOPE_SYSTEM) {
  const bool done = __atomic_compare_exchange(address, expected, desired, weak, success, failure);
  if (!done)
    ::spn::detail::noteFailure();
  return done;
}
template <class T>
SPN_DEVICE_INLINE bool __nv_atomic_compare_exchange_n(T *address, T *expected, T desired, bool weak,
                                                      int success, int failure,
                                                      int = __NV_THREAD_SCOPE_SYSTEM) {
  return __nv_atomic_compare_exchange(address, expected, &desired, weak, success, failure);
}

namespace spn {
namespace detail {
/// atomicUpdate() with the fences that a stated order asks for.
template <class T, class Function>
SPN_DEVICE_INLINE T atomicUpdateOrdered(T *address, int order, const Function &function) {
  if (order != __ATOMIC_RELAXED)
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  const T before = atomicUpdate(address, function);
  if (order != __ATOMIC_RELAXED)
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  return before;
}
} // namespace detail
} // namespace spn

#define SPN_NV_ATOMIC(name, operation)                                                             \
  template <class T>                                                                               \
  SPN_DEVICE_INLINE T __nv_atomic_fetch_##name(T *address, T value, int order,                     \
                                               int = __NV_THREAD_SCOPE_SYSTEM) {                   \
    return ::spn::detail::atomicUpdateOrdered(address, order,                                      \
                                              [=](T old) { return static_cast<T>(operation); });   \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_DEVICE_INLINE void __nv_atomic_##name(T *address, T value, int order,                        \
                                            int = __NV_THREAD_SCOPE_SYSTEM) {                      \
    __nv_atomic_fetch_##name(address, value, order);                                               \
  }
SPN_NV_ATOMIC(add, old + value)
SPN_NV_ATOMIC(sub, old - value)
SPN_NV_ATOMIC(and, old &value)
SPN_NV_ATOMIC(or, old | value)
SPN_NV_ATOMIC(xor, old ^ value)
SPN_NV_ATOMIC(min, value < old ? value : old)
SPN_NV_ATOMIC(max, value > old ? value : old)
#undef SPN_NV_ATOMIC

SPN_DEVICE_INLINE void __nv_atomic_thread_fence(int order, int = __NV_THREAD_SCOPE_SYSTEM) {
  __atomic_thread_fence(order);
}
