// SPDX-License-Identifier: Apache-2.0
// Loads and stores with cache hints, address-space queries and address conversions. Hints mean
// nothing here and there is one address space.
#pragma once

#include "sampan/detail/execution.h"
#include "sampan/detail/shared_window.h"

#include <cstddef>

#define SPN_CACHED_ACCESS(type)                                                                    \
  SPN_DEVICE_INLINE type __ldg(const type *address) { return *address; }                           \
  SPN_DEVICE_INLINE type __ldcg(const type *address) { return *address; }                          \
  SPN_DEVICE_INLINE type __ldca(const type *address) { return *address; }                          \
  SPN_DEVICE_INLINE type __ldcs(const type *address) { return *address; }                          \
  SPN_DEVICE_INLINE type __ldlu(const type *address) { return *address; }                          \
  SPN_DEVICE_INLINE type __ldcv(const type *address) {                                             \
    __atomic_signal_fence(__ATOMIC_SEQ_CST); /* never a value read before */                       \
    return *address;                                                                               \
  }                                                                                                \
  SPN_DEVICE_INLINE void __stwb(type *address, type value) { *address = value; }                   \
  SPN_DEVICE_INLINE void __stcg(type *address, type value) { *address = value; }                   \
  SPN_DEVICE_INLINE void __stcs(type *address, type value) { *address = value; }                   \
  SPN_DEVICE_INLINE void __stwt(type *address, type value) { *address = value; }

SPN_CACHED_ACCESS(char)
SPN_CACHED_ACCESS(signed char)
SPN_CACHED_ACCESS(short)
SPN_CACHED_ACCESS(int)
SPN_CACHED_ACCESS(long)
SPN_CACHED_ACCESS(long long)
SPN_CACHED_ACCESS(unsigned char)
SPN_CACHED_ACCESS(unsigned short)
SPN_CACHED_ACCESS(unsigned int)
SPN_CACHED_ACCESS(unsigned long)
SPN_CACHED_ACCESS(unsigned long long)
SPN_CACHED_ACCESS(float)
SPN_CACHED_ACCESS(double)
SPN_CACHED_ACCESS(char2)
SPN_CACHED_ACCESS(char4)
SPN_CACHED_ACCESS(short2)
SPN_CACHED_ACCESS(short4)
SPN_CACHED_ACCESS(int2)
SPN_CACHED_ACCESS(int4)
SPN_CACHED_ACCESS(longlong2)
SPN_CACHED_ACCESS(uchar2)
SPN_CACHED_ACCESS(uchar4)
SPN_CACHED_ACCESS(ushort2)
SPN_CACHED_ACCESS(ushort4)
SPN_CACHED_ACCESS(uint2)
SPN_CACHED_ACCESS(uint4)
SPN_CACHED_ACCESS(ulonglong2)
SPN_CACHED_ACCESS(float2)
SPN_CACHED_ACCESS(float4)
SPN_CACHED_ACCESS(double2)
#undef SPN_CACHED_ACCESS

SPN_DEVICE_INLINE unsigned __isShared(const void *pointer) {
  return ::spn::detail::addressIsShared(pointer);
}
SPN_DEVICE_INLINE unsigned __isLocal(const void *pointer) {
  return ::spn::detail::addressIsLocal(pointer);
}
SPN_DEVICE_INLINE unsigned __isGlobal(const void *pointer) {
  return !::spn::detail::addressIsShared(pointer) && !::spn::detail::addressIsLocal(pointer);
}
SPN_DEVICE_INLINE unsigned __isConstant(const void *) { return 0; }
SPN_DEVICE_INLINE unsigned __isGridConstant(const void *) { return 0; }

SPN_DEVICE_INLINE std::size_t __cvta_generic_to_global(const void *pointer) {
  return reinterpret_cast<std::size_t>(pointer);
}
SPN_DEVICE_INLINE std::size_t __cvta_generic_to_shared(const void *pointer) {
  ::spn::detail::noteShared(pointer); // programs keep 32 bits of it
  return reinterpret_cast<std::size_t>(pointer);
}
SPN_DEVICE_INLINE std::size_t __cvta_generic_to_constant(const void *pointer) {
  return reinterpret_cast<std::size_t>(pointer);
}
SPN_DEVICE_INLINE std::size_t __cvta_generic_to_local(const void *pointer) {
  return reinterpret_cast<std::size_t>(pointer);
}
SPN_DEVICE_INLINE std::size_t __cvta_generic_to_grid_constant(const void *pointer) {
  return reinterpret_cast<std::size_t>(pointer);
}
SPN_DEVICE_INLINE void *__cvta_global_to_generic(std::size_t address) {
  return reinterpret_cast<void *>(address);
}
SPN_DEVICE_INLINE void *__cvta_shared_to_generic(std::size_t address) {
  return reinterpret_cast<void *>(address);
}
SPN_DEVICE_INLINE void *__cvta_constant_to_generic(std::size_t address) {
  return reinterpret_cast<void *>(address);
}
SPN_DEVICE_INLINE void *__cvta_local_to_generic(std::size_t address) {
  return reinterpret_cast<void *>(address);
}
SPN_DEVICE_INLINE void *__cvta_grid_constant_to_generic(std::size_t address) {
  return reinterpret_cast<void *>(address);
}

SPN_DEVICE_INLINE void *__nv_associate_access_property(const void *pointer, unsigned long long) {
  return const_cast<void *>(pointer);
}
