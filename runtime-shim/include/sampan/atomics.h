// SPDX-License-Identifier: Apache-2.0
// CUDA's atomic functions for exactly the types that CUDA has them for; programs define the missing
// ones themselves under the same names. The half types are in fp16.h and bf16.h. Device and system
// scope are the same here; block scope needs no locked instruction, since a block never leaves its
// OS thread.
#pragma once

#include "sampan/detail/atomic_update.h"

// An operation that processors have. Adding or or-ing 0 is how waiting loops read.
#define SPN_ATOMIC_FETCH(name, type, builtin, operation)                                           \
  SPN_DEVICE_INLINE type name(type *address, type value) {                                         \
    if (__builtin_constant_p(value) && !value)                                                     \
      ::spn::detail::noteFailure();                                                                \
    return __atomic_fetch_##builtin(address, value, SPN_ATOMIC_ORDER);                             \
  }                                                                                                \
  SPN_DEVICE_INLINE type name##_system(type *address, type value) { return name(address, value); } \
  SPN_ATOMIC_BLOCK(name, type, operation)

// One that has to be tried until it succeeds. `old` is the value before.
#define SPN_ATOMIC_UPDATE(name, type, operation)                                                   \
  SPN_DEVICE_INLINE type name(type *address, type value) {                                         \
    return ::spn::detail::atomicUpdate(                                                            \
        address, [=](type old) -> type { return static_cast<type>(operation); });                  \
  }                                                                                                \
  SPN_DEVICE_INLINE type name##_system(type *address, type value) { return name(address, value); } \
  SPN_ATOMIC_BLOCK(name, type, operation)

#define SPN_ATOMIC_BLOCK(name, type, operation)                                                    \
  SPN_DEVICE_INLINE type name##_block(type *address, type value) {                                 \
    if (__builtin_constant_p(value) && value == static_cast<type>(0))                              \
      ::spn::detail::noteFailure();                                                                \
    return ::spn::detail::atomicUpdateBlock(                                                       \
        address, [=](type old) -> type { return static_cast<type>(operation); });                  \
  }

// Signed addition wraps, as the processor's does.
SPN_ATOMIC_FETCH(atomicAdd, int, add, static_cast<unsigned>(old) + static_cast<unsigned>(value))
SPN_ATOMIC_FETCH(atomicAdd, unsigned int, add, old + value)
SPN_ATOMIC_FETCH(atomicAdd, unsigned long long, add, old + value)
SPN_ATOMIC_UPDATE(atomicAdd, float, old + value)
SPN_ATOMIC_UPDATE(atomicAdd, double, old + value)

SPN_ATOMIC_FETCH(atomicSub, int, sub, static_cast<unsigned>(old) - static_cast<unsigned>(value))
SPN_ATOMIC_FETCH(atomicSub, unsigned int, sub, old - value)

SPN_ATOMIC_UPDATE(atomicMin, int, value < old ? value : old)
SPN_ATOMIC_UPDATE(atomicMin, unsigned int, value < old ? value : old)
SPN_ATOMIC_UPDATE(atomicMin, long long, value < old ? value : old)
SPN_ATOMIC_UPDATE(atomicMin, unsigned long long, value < old ? value : old)
SPN_ATOMIC_UPDATE(atomicMax, int, value > old ? value : old)
SPN_ATOMIC_UPDATE(atomicMax, unsigned int, value > old ? value : old)
SPN_ATOMIC_UPDATE(atomicMax, long long, value > old ? value : old)
SPN_ATOMIC_UPDATE(atomicMax, unsigned long long, value > old ? value : old)

SPN_ATOMIC_UPDATE(atomicInc, unsigned int, old >= value ? 0u : old + 1u)
SPN_ATOMIC_UPDATE(atomicDec, unsigned int, old == 0u || old > value ? value : old - 1u)

SPN_ATOMIC_FETCH(atomicAnd, int, and, old &value)
SPN_ATOMIC_FETCH(atomicAnd, unsigned int, and, old &value)
SPN_ATOMIC_FETCH(atomicAnd, unsigned long long, and, old &value)
SPN_ATOMIC_FETCH(atomicOr, int, or, old | value)
SPN_ATOMIC_FETCH(atomicOr, unsigned int, or, old | value)
SPN_ATOMIC_FETCH(atomicOr, unsigned long long, or, old | value)
SPN_ATOMIC_FETCH(atomicXor, int, xor, old ^ value)
SPN_ATOMIC_FETCH(atomicXor, unsigned int, xor, old ^ value)
SPN_ATOMIC_FETCH(atomicXor, unsigned long long, xor, old ^ value)

#undef SPN_ATOMIC_FETCH
#undef SPN_ATOMIC_UPDATE
#undef SPN_ATOMIC_BLOCK

#define SPN_ATOMIC_EXCHANGE(suffix, type)                                                          \
  SPN_DEVICE_INLINE type atomicExch##suffix(type *address, type value) {                           \
    return ::spn::detail::atomicSwap(address, value);                                              \
  }
#define SPN_ATOMIC_EXCHANGE_BLOCK(suffix, type)                                                    \
  SPN_DEVICE_INLINE type atomicExch##suffix(type *address, type value) {                           \
    return ::spn::detail::atomicSwapBlock(address, value);                                         \
  }
#define SPN_ATOMIC_CAS(suffix, type)                                                               \
  SPN_DEVICE_INLINE type atomicCAS##suffix(type *address, type compare, type value) {              \
    return ::spn::detail::atomicCompareSwap(address, compare, value);                              \
  }
#define SPN_ATOMIC_CAS_BLOCK(suffix, type)                                                         \
  SPN_DEVICE_INLINE type atomicCAS##suffix(type *address, type compare, type value) {              \
    return ::spn::detail::atomicCompareSwapBlock(address, compare, value);                         \
  }
#define SPN_ATOMIC_SCOPES(macro, type)                                                             \
  macro(, type) macro##_BLOCK(_block, type) macro(_system, type)

SPN_ATOMIC_SCOPES(SPN_ATOMIC_EXCHANGE, int)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_EXCHANGE, unsigned int)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_EXCHANGE, unsigned long long)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_EXCHANGE, float)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_CAS, int)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_CAS, unsigned int)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_CAS, unsigned long long)
SPN_ATOMIC_SCOPES(SPN_ATOMIC_CAS, unsigned short)

#undef SPN_ATOMIC_EXCHANGE
#undef SPN_ATOMIC_EXCHANGE_BLOCK
#undef SPN_ATOMIC_CAS
#undef SPN_ATOMIC_CAS_BLOCK
#undef SPN_ATOMIC_SCOPES
