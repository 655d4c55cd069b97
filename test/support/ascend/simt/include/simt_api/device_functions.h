// SPDX-License-Identifier: Apache-2.0
// Conversions with a rounding mode, bits of numbers, integer intrinsics, cache hints, lane masks.
#pragma once

#include "ascend_emulator/rounding.h"
#include "simt_api/device_atomic_functions.h"
#include "simt_api/device_sync_functions.h"
#include "simt_api/device_warp_functions.h"
#include "simt_api/vector_functions.h"

#ifndef ASC_EMULATOR_CHECK
#include <string.h>
#endif

// rn: to nearest, ties to even; rz: to zero; rd: down; ru: up; rna: to nearest, ties away from
// zero.
#define ASC_CONVERSIONS(mode)                                                                      \
  ASC_FUNCTION float __float2float_##mode(const float x) ASC_BODY(                                 \
      return static_cast<float>(::ascend_emulator::mode(x));)                                      \
      ASC_FUNCTION unsigned int __float2uint_##mode(const float x) ASC_BODY(                       \
          return ::ascend_emulator::saturated<unsigned int>(::ascend_emulator::mode(x));)          \
          ASC_FUNCTION int __float2int_##mode(const float x) ASC_BODY(                             \
              return ::ascend_emulator::saturated<int>(::ascend_emulator::mode(x));)               \
              ASC_FUNCTION unsigned long long __float2ull_##mode(const float x) ASC_BODY(          \
                  return ::ascend_emulator::saturated<unsigned long long>(                         \
                             ::ascend_emulator::mode(x));)                                         \
                  ASC_FUNCTION long long __float2ll_##mode(const float x) ASC_BODY(                \
                      return ::ascend_emulator::saturated<long long>(::ascend_emulator::mode(x));) \
                      ASC_FUNCTION float __uint2float_##mode(const unsigned int x) ASC_BODY(       \
                          return ::ascend_emulator::toFloat(x,                                     \
                                                            ::ascend_emulator::Rounding::mode);)   \
                          ASC_FUNCTION float __int2float_##mode(const int x) ASC_BODY(             \
                              return ::ascend_emulator::toFloat(                                   \
                                         x, ::ascend_emulator::Rounding::mode);)                   \
                              ASC_FUNCTION float __ull2float_##mode(const unsigned long long x)    \
                                  ASC_BODY(return ::ascend_emulator::toFloat(                      \
                                                      x, ::ascend_emulator::Rounding::mode);)      \
                                      ASC_FUNCTION float __ll2float_##mode(const long long x)      \
                                          ASC_BODY(                                                \
                                              return ::ascend_emulator::toFloat(                   \
                                                         x, ::ascend_emulator::Rounding::mode);)
ASC_CONVERSIONS(rn)
ASC_CONVERSIONS(rz)
ASC_CONVERSIONS(rd)
ASC_CONVERSIONS(ru)
ASC_CONVERSIONS(rna)

#define ASC_BITS(To, name, From)                                                                   \
  ASC_FUNCTION To name(const From x) ASC_BODY(To to; memcpy(&to, &x, sizeof to); return to;)
ASC_BITS(float, __int_as_float, int)
ASC_BITS(float, __uint_as_float, unsigned int)
ASC_BITS(int, __float_as_int, float)
ASC_BITS(unsigned int, __float_as_uint, float)

// Loads past the cache of the core see what other cores have written; a loop may wait for that.
#define ASC_CACHE_HINTS(T)                                                                         \
  ASC_FUNCTION T asc_ldcg(T *address)                                                              \
      ASC_BODY(::ascend_emulator::mayWait(); return *const_cast<volatile T *>(address);)           \
          ASC_FUNCTION T asc_ldca(T *address) ASC_BODY(return *address;)                           \
              ASC_FUNCTION void asc_stcg(T *address, T val) ASC_BODY(*address = val;)              \
                  ASC_FUNCTION void asc_stwt(T *address, T val) ASC_BODY(*address = val;)
#define ASC_VECTOR_CACHE_HINTS(T)                                                                  \
  ASC_FUNCTION T asc_ldcg(T *address)                                                              \
      ASC_BODY(::ascend_emulator::mayWait(); ASC_FORGET(address); return *address;)                \
      ASC_FUNCTION T asc_ldca(T *address) ASC_BODY(return *address;)                               \
          ASC_FUNCTION void asc_stcg(T *address, T val) ASC_BODY(*address = val;)                  \
              ASC_FUNCTION void asc_stwt(T *address, T val) ASC_BODY(*address = val;)
ASC_CACHE_HINTS(signed char)
ASC_CACHE_HINTS(unsigned char)
ASC_CACHE_HINTS(short)
ASC_CACHE_HINTS(unsigned short)
ASC_CACHE_HINTS(int)
ASC_CACHE_HINTS(unsigned int)
ASC_CACHE_HINTS(long)
ASC_CACHE_HINTS(unsigned long)
ASC_CACHE_HINTS(long long)
ASC_CACHE_HINTS(unsigned long long)
ASC_CACHE_HINTS(float)
#define ASC_CACHE_HINTS_2_4(name) ASC_VECTOR_CACHE_HINTS(name##2) ASC_VECTOR_CACHE_HINTS(name##4)
ASC_CACHE_HINTS_2_4(char)
ASC_CACHE_HINTS_2_4(uchar)
ASC_CACHE_HINTS_2_4(short)
ASC_CACHE_HINTS_2_4(ushort)
ASC_CACHE_HINTS_2_4(int)
ASC_CACHE_HINTS_2_4(uint)
ASC_CACHE_HINTS_2_4(long)
ASC_CACHE_HINTS_2_4(ulong)
ASC_CACHE_HINTS_2_4(longlong)
ASC_CACHE_HINTS_2_4(ulonglong)
ASC_CACHE_HINTS_2_4(float)

ASC_FUNCTION void asc_dcci_entire(void *) ASC_BODY(ASC_FORGET(nullptr);)
    ASC_FUNCTION void asc_dcci_single(void *line) ASC_BODY((void)line; ASC_FORGET(line);)
    ASC_FUNCTION void asc_nop() ASC_BODY(::ascend_emulator::giveWay();)

        ASC_FUNCTION unsigned int __isGlobal(const void *ptr)
            ASC_BODY(return !::ascend_emulator::isUbuf(ptr) &&
                                !::ascend_emulator::isLocal(ptr);) ASC_FUNCTION
    unsigned int __isUbuf(const void *ptr)
        ASC_BODY(return ::ascend_emulator::isUbuf(ptr);) ASC_FUNCTION
    unsigned int __isLocal(const void *ptr) ASC_BODY(return ::ascend_emulator::isLocal(ptr);)
#define ASC_SPACE(name)                                                                            \
  ASC_FUNCTION size_t __cvta_generic_to_##name(const void *ptr)                                    \
      ASC_BODY(return reinterpret_cast<size_t>(ptr);)                                              \
          ASC_FUNCTION void *__cvta_##name##_to_generic(size_t rawbits)                            \
              ASC_BODY(return reinterpret_cast<void *>(rawbits);)
        ASC_SPACE(global) ASC_SPACE(ubuf) ASC_SPACE(local)

            ASC_FUNCTION int __mulhi(int x, int y)
                ASC_BODY(return static_cast<int>(1ll * x * y >> 32);) ASC_FUNCTION
    unsigned int __umulhi(unsigned int x, unsigned int y)
        ASC_BODY(return static_cast<unsigned>(1ull * x * y >> 32);) ASC_FUNCTION
    long long __mul64hi(long long x, long long y)
        ASC_BODY(return static_cast<long long>(static_cast<__int128>(x) * y >> 64);) ASC_FUNCTION
    unsigned long long __umul64hi(unsigned long long x, unsigned long long y)
        ASC_BODY(return static_cast<unsigned long long>(static_cast<unsigned __int128>(x) * y >>
                                                        64);) ASC_FUNCTION
    long long __mul_i32toi64(int x, int y) ASC_BODY(return 1ll * x * y;) ASC_FUNCTION
    unsigned long long __mul_i32toi64(unsigned int x, unsigned int y)
        ASC_BODY(return 1ull * x * y;) ASC_FUNCTION unsigned int __brev(unsigned int x)
            ASC_BODY(return __builtin_bitreverse32(x);) ASC_FUNCTION
    unsigned long long __brev(unsigned long long x)
        ASC_BODY(return __builtin_bitreverse64(x);) ASC_FUNCTION
    unsigned long __brev(unsigned long x) ASC_BODY(return __builtin_bitreverse64(x);) ASC_FUNCTION
    int __clz(int x) ASC_BODY(return x ? __builtin_clz(static_cast<unsigned>(x)) : 32;) ASC_FUNCTION
    int __clz(long long x)
        ASC_BODY(return x ? __builtin_clzll(static_cast<unsigned long long>(x)) : 64;) ASC_FUNCTION
    int __clz(long x) ASC_BODY(return __clz(static_cast<long long>(x));) ASC_FUNCTION
    int __ffs(int x) ASC_BODY(return __builtin_ffs(x);) ASC_FUNCTION
    int __ffs(long long x) ASC_BODY(return __builtin_ffsll(x);) ASC_FUNCTION int __ffs(long x)
        ASC_BODY(return __builtin_ffsll(x);) ASC_FUNCTION int __popc(unsigned int x)
            ASC_BODY(return __builtin_popcount(x);) ASC_FUNCTION int __popc(unsigned long long x)
                ASC_BODY(return __builtin_popcountll(x);) ASC_FUNCTION int __popc(unsigned long x)
                    ASC_BODY(return __builtin_popcountll(x);) ASC_FUNCTION
    unsigned int __byte_perm(unsigned int x, unsigned int y, unsigned int s)
        ASC_BODY(const unsigned long long both = static_cast<unsigned long long>(y) << 32 | x;
                 unsigned int made = 0;
                 for (int i = 0; i < 4; ++i) made |=
                 static_cast<unsigned>(both >> (s >> 4 * i & 7) * 8 & 0xff) << 8 * i;
                 return made;) ASC_FUNCTION float __saturatef(float x)
            ASC_BODY(return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f;) ASC_FUNCTION
    unsigned int __sad(int x, int y, unsigned int z)
        ASC_BODY(return z + static_cast<unsigned>(x < y ? 1ll * y - x : 1ll * x - y);) ASC_FUNCTION
    unsigned int __usad(unsigned int x, unsigned int y, unsigned int z)
        ASC_BODY(return z + (x < y ? y - x : x - y);) ASC_FUNCTION int __mul24(int x, int y)
            ASC_BODY(return static_cast<int>((1ll * (x << 8 >> 8)) * (y << 8 >> 8));) ASC_FUNCTION
    unsigned int __umul24(unsigned int x, unsigned int y)
        ASC_BODY(return (x & 0xffffff) * (y & 0xffffff);) ASC_FUNCTION
    float __fdividef(float x, float y) ASC_BODY(return x / y;) ASC_FUNCTION int __hadd(int x, int y)
        ASC_BODY(return static_cast<int>((1ll * x + y) >> 1);) ASC_FUNCTION
    int __rhadd(int x, int y)
        ASC_BODY(return static_cast<int>((1ll * x + y + 1) >> 1);) ASC_FUNCTION
    unsigned int __uhadd(unsigned int x, unsigned int y)
        ASC_BODY(return static_cast<unsigned>((1ull * x + y) >> 1);) ASC_FUNCTION
    unsigned int __urhadd(unsigned int x, unsigned int y)
        ASC_BODY(return static_cast<unsigned>((1ull * x + y + 1) >> 1);)

            ASC_FUNCTION int32_t
    laneid() ASC_BODY(return static_cast<int32_t>(::ascend_emulator::linearThread() &
                                                  31);) ASC_FUNCTION int32_t lanemask_eq()
        ASC_BODY(return static_cast<int32_t>(1u << laneid());) ASC_FUNCTION int32_t lanemask_lt()
            ASC_BODY(return static_cast<int32_t>((1u << laneid()) - 1);) ASC_FUNCTION int32_t
    lanemask_le() ASC_BODY(return lanemask_lt() | lanemask_eq();) ASC_FUNCTION int32_t lanemask_ge()
        ASC_BODY(return ~lanemask_lt();) ASC_FUNCTION int32_t lanemask_gt()
            ASC_BODY(return ~lanemask_le();)
