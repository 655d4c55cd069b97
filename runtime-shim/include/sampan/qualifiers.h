// SPDX-License-Identifier: Apache-2.0
// The words of the kernel language that are neither types nor functions. For an ordinary compiler
// most of them say nothing, since a kernel is an ordinary function whose body launches; the
// translator's parser gets the attributes that they stand for.
//
// __noinline__ is not among them: the C++ library itself writes __attribute__((__noinline__)). The
// translator turns it into SPN_NOINLINE.
#ifndef SAMPAN_QUALIFIERS_H
#define SAMPAN_QUALIFIERS_H

#define SPN_NOINLINE __attribute__((noinline))

/// The translator writes this in front of device functions that become parts of their callers.
/// Without optimisation one wants to see the calls.
#ifdef __OPTIMIZE__
#define SPN_DEVICE_PART __attribute__((always_inline))
#else
#define SPN_DEVICE_PART
#endif

/// What __CUDA_ARCH__ is in device code. Host code must not see __CUDA_ARCH__ itself, so the
/// translator writes this name in device functions.
#ifndef SPN_DEVICE_ARCH
#define SPN_DEVICE_ARCH 800
#endif

#ifndef __forceinline__
#define __forceinline__ __inline__ __attribute__((always_inline))
#endif
#ifndef __align__
#define __align__(bytes) __attribute__((aligned(bytes)))
#endif
#ifndef __builtin_align__
#define __builtin_align__(bytes) __align__(bytes)
#endif

#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)

#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __host__ __attribute__((host))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
#define __managed__ __attribute__((managed))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __grid_constant__ __attribute__((grid_constant))

#else

#define __global__
#define __device__
#define __host__
// A block never leaves its OS thread, so storage of the OS thread is storage of the block.
#define __shared__ thread_local
#define __constant__
#define __managed__
#define __launch_bounds__(...)
#define __grid_constant__

#endif

#define __maxnreg__(...)
#define __cluster_dims__(...)
#define __block_size__(...)
#define __nv_pure__ __attribute__((pure))

#endif
