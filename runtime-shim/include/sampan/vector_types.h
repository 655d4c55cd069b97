// SPDX-License-Identifier: Apache-2.0
// CUDA's built-in vector types (char1 .. double4, dim3) with CUDA's sizes and alignments, so that
// structures and buffers shared between host and kernels keep their layout. Usable from C and C++.
// The types stay trivial and have no operators: CUDA defines none, and programs define their own in
// the global namespace.
#ifndef SAMPAN_VECTOR_TYPES_H
#define SAMPAN_VECTOR_TYPES_H

// SPN_HD marks functions that both the host and kernels may call. It says something only to the
// translator's parser, which knows the two sides apart, and to Ascend's compiler.
#ifndef SPN_HD
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
#define SPN_HD __attribute__((host)) __attribute__((device))
#elif defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#define SPN_HD __host__ __aicore__
#else
#define SPN_HD
#endif
#endif

// Where a vendor's compiler brings vector types and dim3 along, they are its own
// (SPN_TOOLKIT_VECTOR_TYPES); only what it lacks is declared here.

#define SPN_VECTOR_ALIGN(bytes) __attribute__((aligned(bytes)))

// One family of vector types. CUDA aligns the 2- and 4-element types to their size, up to 16 bytes,
// and the 1- and 3-element types like their element.
#define SPN_VECTOR_FAMILY(name, element)                                                           \
  typedef struct name##1 { element x; }                                                            \
  name##1;                                                                                         \
  typedef struct SPN_VECTOR_ALIGN(2 * sizeof(element)) name##2 { element x, y; }                   \
  name##2;                                                                                         \
  typedef struct name##3 { element x, y, z; }                                                      \
  name##3;                                                                                         \
  typedef struct SPN_VECTOR_ALIGN(sizeof(element) < 8 ? 4 * sizeof(element) : 16) name##4 {        \
    element x, y, z, w;                                                                            \
  }                                                                                                \
  name##4;

// The 4-element types of 8-byte elements also exist with the alignment spelt in the name.
#define SPN_VECTOR_ALIGNED4(name, element)                                                         \
  typedef struct SPN_VECTOR_ALIGN(16) name##4_16a { element x, y, z, w; }                          \
  name##4_16a;                                                                                     \
  typedef struct SPN_VECTOR_ALIGN(32) name##4_32a { element x, y, z, w; }                          \
  name##4_32a;

#ifndef SPN_TOOLKIT_VECTOR_TYPES
SPN_VECTOR_FAMILY(char, signed char)
SPN_VECTOR_FAMILY(uchar, unsigned char)
SPN_VECTOR_FAMILY(short, short)
SPN_VECTOR_FAMILY(ushort, unsigned short)
SPN_VECTOR_FAMILY(int, int)
SPN_VECTOR_FAMILY(uint, unsigned int)
SPN_VECTOR_FAMILY(long, long int)
SPN_VECTOR_FAMILY(ulong, unsigned long int)
SPN_VECTOR_FAMILY(longlong, long long int)
SPN_VECTOR_FAMILY(ulonglong, unsigned long long int)
SPN_VECTOR_FAMILY(float, float)
#endif
SPN_VECTOR_FAMILY(double, double)

SPN_VECTOR_ALIGNED4(long, long int)
SPN_VECTOR_ALIGNED4(ulong, unsigned long int)
SPN_VECTOR_ALIGNED4(longlong, long long int)
SPN_VECTOR_ALIGNED4(ulonglong, unsigned long long int)
SPN_VECTOR_ALIGNED4(double, double)

#undef SPN_VECTOR_FAMILY
#undef SPN_VECTOR_ALIGNED4
#undef SPN_VECTOR_ALIGN

#ifndef SPN_TOOLKIT_VECTOR_TYPES
/// Extent of a grid or block. Missing components are 1.
typedef struct dim3 {
  unsigned int x, y, z;
#ifdef __cplusplus
  SPN_HD constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1)
      : x(vx), y(vy), z(vz) {}
  SPN_HD constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
  SPN_HD constexpr operator uint3() const { return uint3{x, y, z}; }
#endif
} dim3;
#endif

/// uint3 as the runtime's structures hold it, whatever the toolkit's own looks like.
#ifdef SPN_TOOLKIT_VECTOR_TYPES
typedef struct spnUint3 {
  unsigned int x, y, z;
} spnUint3;
#else
typedef uint3 spnUint3;
#endif

#endif
