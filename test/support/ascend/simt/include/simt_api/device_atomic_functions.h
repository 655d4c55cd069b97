// SPDX-License-Identifier: Apache-2.0
// Atomic operations: 32 bits in global memory and unified buffer, 64 bits in global memory.
#pragma once

#include "ascend_emulator/atomic.h"

#define ASC_ATOMIC(name, T, expression)                                                            \
  ASC_FUNCTION T name(T *address, T val)                                                           \
      ASC_BODY(return ::ascend_emulator::change(address, [=](T old) -> T { return expression; });)

#define ASC_ATOMICS(T)                                                                             \
  ASC_ATOMIC(asc_atomic_add, T, old + val)                                                         \
  ASC_ATOMIC(asc_atomic_sub, T, old - val)                                                         \
  ASC_ATOMIC(asc_atomic_exch, T, ((void)old, val))                                                 \
  ASC_ATOMIC(asc_atomic_max, T, old < val ? val : old)                                             \
  ASC_ATOMIC(asc_atomic_min, T, val < old ? val : old)                                             \
  ASC_FUNCTION T asc_atomic_cas(T *address, T compare, T val)                                      \
      ASC_BODY(return ::ascend_emulator::change(address, [=](T old) -> T {                         \
                        return ::ascend_emulator::sameBits(old, compare) ? val : old;              \
                      });)
#define ASC_BIT_ATOMICS(T)                                                                         \
  ASC_ATOMIC(asc_atomic_and, T, old &val)                                                          \
  ASC_ATOMIC(asc_atomic_or, T, old | val)                                                          \
  ASC_ATOMIC(asc_atomic_xor, T, old ^ val)
#define ASC_COUNTING_ATOMICS(T)                                                                    \
  ASC_ATOMIC(asc_atomic_inc, T, old >= val ? 0 : old + 1)                                          \
  ASC_ATOMIC(asc_atomic_dec, T, old == 0 || old > val ? val : old - 1)

ASC_ATOMICS(int32_t)
ASC_ATOMICS(uint32_t)
ASC_ATOMICS(float)
ASC_ATOMICS(int64_t)
ASC_ATOMICS(uint64_t)
ASC_BIT_ATOMICS(int32_t)
ASC_BIT_ATOMICS(uint32_t)
ASC_BIT_ATOMICS(int64_t)
ASC_BIT_ATOMICS(uint64_t)
ASC_COUNTING_ATOMICS(uint32_t)
ASC_COUNTING_ATOMICS(uint64_t)
