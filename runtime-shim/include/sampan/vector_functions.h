// SPDX-License-Identifier: Apache-2.0
// make_float4(x, y, z, w) and its kin: CUDA's constructors of the vector types, for host and kernel
// code, C and C++.
#ifndef SAMPAN_VECTOR_FUNCTIONS_H
#define SAMPAN_VECTOR_FUNCTIONS_H

#include "sampan/vector_types.h"

#ifdef __cplusplus
#define SPN_MAKE inline SPN_HD
#else
#define SPN_MAKE static inline
#endif

#define SPN_MAKE4(type, element)                                                                   \
  SPN_MAKE type make_##type(element x, element y, element z, element w) {                          \
    type v;                                                                                        \
    v.x = x;                                                                                       \
    v.y = y;                                                                                       \
    v.z = z;                                                                                       \
    v.w = w;                                                                                       \
    return v;                                                                                      \
  }

#define SPN_MAKE_FAMILY(name, element)                                                             \
  SPN_MAKE name##1 make_##name##1(element x) {                                                     \
    name##1 v;                                                                                     \
    v.x = x;                                                                                       \
    return v;                                                                                      \
  }                                                                                                \
  SPN_MAKE name##2 make_##name##2(element x, element y) {                                          \
    name##2 v;                                                                                     \
    v.x = x;                                                                                       \
    v.y = y;                                                                                       \
    return v;                                                                                      \
  }                                                                                                \
  SPN_MAKE name##3 make_##name##3(element x, element y, element z) {                               \
    name##3 v;                                                                                     \
    v.x = x;                                                                                       \
    v.y = y;                                                                                       \
    v.z = z;                                                                                       \
    return v;                                                                                      \
  }                                                                                                \
  SPN_MAKE4(name##4, element)

SPN_MAKE_FAMILY(char, signed char)
SPN_MAKE_FAMILY(uchar, unsigned char)
SPN_MAKE_FAMILY(short, short)
SPN_MAKE_FAMILY(ushort, unsigned short)
SPN_MAKE_FAMILY(int, int)
SPN_MAKE_FAMILY(uint, unsigned int)
SPN_MAKE_FAMILY(long, long int)
SPN_MAKE_FAMILY(ulong, unsigned long int)
SPN_MAKE_FAMILY(longlong, long long int)
SPN_MAKE_FAMILY(ulonglong, unsigned long long int)
SPN_MAKE_FAMILY(float, float)
SPN_MAKE_FAMILY(double, double)

SPN_MAKE4(long4_16a, long int)
SPN_MAKE4(long4_32a, long int)
SPN_MAKE4(ulong4_16a, unsigned long int)
SPN_MAKE4(ulong4_32a, unsigned long int)
SPN_MAKE4(longlong4_16a, long long int)
SPN_MAKE4(longlong4_32a, long long int)
SPN_MAKE4(ulonglong4_16a, unsigned long long int)
SPN_MAKE4(ulonglong4_32a, unsigned long long int)
SPN_MAKE4(double4_16a, double)
SPN_MAKE4(double4_32a, double)

#undef SPN_MAKE_FAMILY
#undef SPN_MAKE4
#undef SPN_MAKE

#endif
