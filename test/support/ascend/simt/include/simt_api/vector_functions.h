// SPDX-License-Identifier: Apache-2.0
// The short vectors, laid out as on the Ascend 950: those of three elements are padded to four, and
// those of four 64-bit elements are aligned to 32 bytes.
#pragma once

#include "ascend_emulator/device.h"

#ifdef ASC_EMULATOR_CHECK
#define ASC_VECTOR_FUNCTION __host__ __aicore__ inline
#else
#define ASC_VECTOR_FUNCTION inline
#endif

#define ASC_VECTORS(name, T)                                                                       \
  struct __attribute__((aligned(2 * sizeof(T)))) name##2 { T x, y; };                              \
  struct __attribute__((aligned(4 * sizeof(T)))) name##3 { T x, y, z; };                           \
  struct __attribute__((aligned(4 * sizeof(T)))) name##4 { T x, y, z, w; };                        \
  ASC_VECTOR_FUNCTION name##2 make_##name##2(T x, T y) { return {x, y}; }                          \
  ASC_VECTOR_FUNCTION name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; }                  \
  ASC_VECTOR_FUNCTION name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }

ASC_VECTORS(char, signed char)
ASC_VECTORS(uchar, unsigned char)
ASC_VECTORS(short, short)
ASC_VECTORS(ushort, unsigned short)
ASC_VECTORS(int, int)
ASC_VECTORS(uint, unsigned int)
ASC_VECTORS(long, long)
ASC_VECTORS(ulong, unsigned long)
ASC_VECTORS(longlong, long long)
ASC_VECTORS(ulonglong, unsigned long long)
ASC_VECTORS(float, float)

static_assert(sizeof(float3) == 16 && sizeof(char3) == 4, "three elements take the room of four");
