// SPDX-License-Identifier: Apache-2.0
// Barriers of the block, fences, traps, clocks and the like: CUDA's functions without arguments
// that depend on a type.
#pragma once

#include "sampan/detail/execution.h"

// Clang knows this name as a builtin of NVIDIA's target, so its parser must not see another one.
#if !(defined(__SAMPAN_PARSE__) && defined(__CUDA__))
SPN_DEVICE_INLINE void __syncthreads() { ::spn::detail::blockBarrier(); }
#endif
SPN_DEVICE_INLINE int __syncthreads_count(int predicate) {
  return ::spn::detail::blockBarrierVote(::spn::detail::Vote::count, predicate);
}
SPN_DEVICE_INLINE int __syncthreads_and(int predicate) {
  return ::spn::detail::blockBarrierVote(::spn::detail::Vote::all, predicate);
}
SPN_DEVICE_INLINE int __syncthreads_or(int predicate) {
  return ::spn::detail::blockBarrierVote(::spn::detail::Vote::any, predicate);
}
SPN_DEVICE_INLINE void __barrier_sync(unsigned barrier) { ::spn::detail::namedBarrier(barrier, 0); }
SPN_DEVICE_INLINE void __barrier_sync_count(unsigned barrier, unsigned threads) {
  ::spn::detail::namedBarrier(barrier, threads);
}

// Threads of one block share an OS thread, so among them the compiler alone could reorder. Waiting
// loops are often built around a fence, hence the notes.
SPN_DEVICE_INLINE void __threadfence_block() {
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  ::spn::detail::noteFailure();
}
SPN_DEVICE_INLINE void __threadfence() {
#ifndef __SANITIZE_THREAD__ // which has no fences
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
  ::spn::detail::noteFailure();
}
SPN_DEVICE_INLINE void __threadfence_system() { __threadfence(); }

SPN_DEVICE_INLINE void __nanosleep(unsigned nanoseconds) { ::spn::detail::sleepFor(nanoseconds); }
[[noreturn]] SPN_DEVICE_INLINE void __trap() { ::spn::detail::trapThread(); }
SPN_DEVICE_INLINE void __brkpt(int = 0) { ::spn::detail::trapThread(); }
SPN_DEVICE_INLINE void __prof_trigger(int) {}

SPN_DEVICE_INLINE long long clock64() {
  return static_cast<long long>(::spn::detail::cycleCounter());
}
/// What clock() is in kernels. The host's clock() counts processor time in microseconds, so the
/// translator renames the kernels' one.
SPN_DEVICE_INLINE long spnClock() { return static_cast<long>(::spn::detail::cycleCounter()); }
SPN_DEVICE_INLINE unsigned long long __globaltimer() { return ::spn::detail::nanoseconds(); }

/// assert() with CUDA's message and effect; plain assert() in kernels has them too.
#define spnDeviceAssert(condition)                                                                 \
  ((condition) ? static_cast<void>(0)                                                              \
               : ::spn::detail::assertFailed(#condition, __FILE__, __LINE__, __PRETTY_FUNCTION__))

/// The dynamic shared memory of the block: what `extern __shared__ T name[]` names.
template <class T> SPN_DEVICE_INLINE T *spnDynamicShared() {
  return static_cast<T *>(::spn::detail::dynamicShared());
}
