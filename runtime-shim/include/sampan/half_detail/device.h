// SPDX-License-Identifier: Apache-2.0
// Shuffles, atomic addition, and loads and stores with cache hints for half or bfloat16 and its
// pair (see type.h for how this file is included). Hints mean nothing here.

#define SPN_SHUFFLES(type)                                                                         \
  SPN_DEVICE_INLINE type __shfl_sync(unsigned mask, type value, int lane, int width = warpSize) {  \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceOf(lane, width));          \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_up_sync(unsigned mask, type value, unsigned delta,                 \
                                        int width = warpSize) {                                    \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceUp(delta, width));         \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_down_sync(unsigned mask, type value, unsigned delta,               \
                                          int width = warpSize) {                                  \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceDown(delta, width));       \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_xor_sync(unsigned mask, type value, int laneMask,                  \
                                         int width = warpSize) {                                   \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceXor(laneMask, width));     \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl(type value, int lane, int width = warpSize) {                      \
    return __shfl_sync(__activemask(), value, lane, width);                                        \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_up(type value, unsigned delta, int width = warpSize) {             \
    return __shfl_up_sync(__activemask(), value, delta, width);                                    \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_down(type value, unsigned delta, int width = warpSize) {           \
    return __shfl_down_sync(__activemask(), value, delta, width);                                  \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_xor(type value, int laneMask, int width = warpSize) {              \
    return __shfl_xor_sync(__activemask(), value, laneMask, width);                                \
  }
SPN_SHUFFLES(SPN_F16)
SPN_SHUFFLES(SPN_F16X2)
#undef SPN_SHUFFLES

#define SPN_ATOMIC_ADD(type, add)                                                                  \
  SPN_DEVICE_INLINE type atomicAdd(type *address, type value) {                                    \
    return ::spn::detail::atomicUpdate(address,                                                    \
                                       [=](type old) -> type { return add(old, value); });         \
  }                                                                                                \
  SPN_DEVICE_INLINE type atomicAdd_system(type *address, type value) {                             \
    return atomicAdd(address, value);                                                              \
  }                                                                                                \
  SPN_DEVICE_INLINE type atomicAdd_block(type *address, type value) {                              \
    return ::spn::detail::atomicUpdateBlock(address,                                               \
                                            [=](type old) -> type { return add(old, value); });    \
  }
SPN_ATOMIC_ADD(SPN_F16, __hadd)
SPN_ATOMIC_ADD(SPN_F16X2, __hadd2)
#undef SPN_ATOMIC_ADD

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
SPN_CACHED_ACCESS(SPN_F16)
SPN_CACHED_ACCESS(SPN_F16X2)
#undef SPN_CACHED_ACCESS
