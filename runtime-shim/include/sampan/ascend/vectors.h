// SPDX-License-Identifier: Apache-2.0
// Vector types with CUDA's layout where Ascend C's own has another: its vectors of three elements
// are padded to four, and those of four 64-bit elements are aligned to 32 bytes. Data that the host
// and other programs share keeps its layout with these. And make_ functions that host code has,
// too.
#pragma once

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#define SPN_ASCEND_BOTH __host__ __aicore__ inline
#else
#define SPN_ASCEND_BOTH inline
#endif

namespace spn {

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)

#define SPN_ASCEND_VECTORS(name, element)                                                          \
  struct name##1 { element x; };                                                                   \
  struct name##3 { element x, y, z; };                                                             \
  SPN_ASCEND_BOTH name##1 make_##name##1(element x) {                                              \
    name##1 v;                                                                                     \
    v.x = x;                                                                                       \
    return v;                                                                                      \
  }                                                                                                \
  SPN_ASCEND_BOTH name##3 make_##name##3(element x, element y, element z) {                        \
    name##3 v;                                                                                     \
    v.x = x;                                                                                       \
    v.y = y;                                                                                       \
    v.z = z;                                                                                       \
    return v;                                                                                      \
  }                                                                                                \
  SPN_ASCEND_BOTH ::name##2 make_##name##2(element x, element y) {                                 \
    ::name##2 v;                                                                                   \
    v.x = x;                                                                                       \
    v.y = y;                                                                                       \
    return v;                                                                                      \
  }
#define SPN_ASCEND_VECTOR4(name, element, type)                                                    \
  SPN_ASCEND_BOTH type make_##name##4(element x, element y, element z, element w) {                \
    type v;                                                                                        \
    v.x = x;                                                                                       \
    v.y = y;                                                                                       \
    v.z = z;                                                                                       \
    v.w = w;                                                                                       \
    return v;                                                                                      \
  }
#define SPN_ASCEND_WIDE(name, element)                                                             \
  struct __attribute__((aligned(16))) name##4 { element x, y, z, w; };                             \
  SPN_ASCEND_VECTOR4(name, element, name##4)

#else

#define SPN_ASCEND_VECTORS(name, element)                                                          \
  using ::name##1;                                                                                 \
  using ::name##3;                                                                                 \
  using ::make_##name##1;                                                                          \
  using ::make_##name##2;                                                                          \
  using ::make_##name##3;
#define SPN_ASCEND_VECTOR4(name, element, type) using ::make_##name##4;
#define SPN_ASCEND_WIDE(name, element)                                                             \
  using ::name##4;                                                                                 \
  using ::make_##name##4;

#endif

SPN_ASCEND_VECTORS(char, signed char)
SPN_ASCEND_VECTORS(uchar, unsigned char)
SPN_ASCEND_VECTORS(short, short)
SPN_ASCEND_VECTORS(ushort, unsigned short)
SPN_ASCEND_VECTORS(int, int)
SPN_ASCEND_VECTORS(uint, unsigned int)
SPN_ASCEND_VECTORS(long, long)
SPN_ASCEND_VECTORS(ulong, unsigned long)
SPN_ASCEND_VECTORS(longlong, long long)
SPN_ASCEND_VECTORS(ulonglong, unsigned long long)
SPN_ASCEND_VECTORS(float, float)
SPN_ASCEND_VECTOR4(char, signed char, ::char4)
SPN_ASCEND_VECTOR4(uchar, unsigned char, ::uchar4)
SPN_ASCEND_VECTOR4(short, short, ::short4)
SPN_ASCEND_VECTOR4(ushort, unsigned short, ::ushort4)
SPN_ASCEND_VECTOR4(int, int, ::int4)
SPN_ASCEND_VECTOR4(uint, unsigned int, ::uint4)
SPN_ASCEND_VECTOR4(float, float, ::float4)
SPN_ASCEND_WIDE(long, long)
SPN_ASCEND_WIDE(ulong, unsigned long)
SPN_ASCEND_WIDE(longlong, long long)
SPN_ASCEND_WIDE(ulonglong, unsigned long long)

#undef SPN_ASCEND_VECTORS
#undef SPN_ASCEND_VECTOR4
#undef SPN_ASCEND_WIDE

namespace host {
/// CUDA has these in host code, too.
inline float rsqrtf(float x) { return 1.0f / __builtin_sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / __builtin_sqrt(x); }
} // namespace host

} // namespace spn

// For programs that add functions of these names: theirs and these are overloads of one another.
#define SPN_ASCEND_MAKE(name, element)                                                             \
  SPN_ASCEND_BOTH auto spn_make_##name##1(element x) { return spn::make_##name##1(x); }            \
  SPN_ASCEND_BOTH auto spn_make_##name##2(element x, element y) {                                  \
    return spn::make_##name##2(x, y);                                                              \
  }                                                                                                \
  SPN_ASCEND_BOTH auto spn_make_##name##3(element x, element y, element z) {                       \
    return spn::make_##name##3(x, y, z);                                                           \
  }                                                                                                \
  SPN_ASCEND_BOTH auto spn_make_##name##4(element x, element y, element z, element w) {            \
    return spn::make_##name##4(x, y, z, w);                                                        \
  }
SPN_ASCEND_MAKE(char, signed char)
SPN_ASCEND_MAKE(uchar, unsigned char)
SPN_ASCEND_MAKE(short, short)
SPN_ASCEND_MAKE(ushort, unsigned short)
SPN_ASCEND_MAKE(int, int)
SPN_ASCEND_MAKE(uint, unsigned int)
SPN_ASCEND_MAKE(long, long)
SPN_ASCEND_MAKE(ulong, unsigned long)
SPN_ASCEND_MAKE(longlong, long long)
SPN_ASCEND_MAKE(ulonglong, unsigned long long)
SPN_ASCEND_MAKE(float, float)
#undef SPN_ASCEND_MAKE
