// SPDX-License-Identifier: Apache-2.0
// The kernel language: all that CUDA C++ gives a source file without an #include, in the portable
// dialect. Any C++14 compiler compiles it; see detail/launch.h for how a kernel body reaches the
// runtime.
//
//   spnLaunch(kernel, grid, block, sharedBytes, stream, arguments...)
//
// stands for kernel<<<grid, block, sharedBytes, stream>>>(arguments...). A kernel whose name has a
// comma, as in k<a, b>, is written in parentheses.
#pragma once

// CUDA programs look at memory through pointers of other types (float4 over float, half2 over half,
// int over float), and nvcc lets them. Clang has no pragma for it: there it takes the option
// -fno-strict-aliasing.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-strict-aliasing")
#endif

/// Defined where the kernel language is. The translator writes it for __CUDACC__ and __NVCC__.
#define SPN_KERNEL_LANGUAGE 1

#include "sampan/qualifiers.h"

#include "sampan/float_math.h" // before anything else that includes <cmath>

#include "sampan/atomics.h"
#include "sampan/intrinsics.h"
#include "sampan/math_functions.h"
#include "sampan/memory_access.h"
#include "sampan/nv_atomic.h"
#include "sampan/ptx.h"
#include "sampan/runtime.h"
#include "sampan/simd_intrinsics.h"
#include "sampan/synchronization.h"
#include "sampan/texture.h"
#include "sampan/vector_functions.h"
#include "sampan/vector_types.h"
#include "sampan/warp.h"
#include "sampan/warp_synchronous.h"

// nvcc brings these along, and programs count on it.
#include <assert.h>
#include <limits.h>
#include <math.h>
#include <new>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)

// What Clang looks up for a launch.
extern "C" unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, size_t sharedBytes = 0,
                                                spnStream_t stream = 0);
#ifndef SAMPAN_CUDA_NAMES_H // which declares it too
extern "C" int cudaConfigureCall(dim3 grid, dim3 block, size_t sharedBytes = 0,
                                 spnStream_t stream = 0);
#endif
#define spnLaunch(kernel, grid, block, sharedBytes, stream, ...)                                   \
  kernel<<<grid, block, sharedBytes, stream>>>(__VA_ARGS__)
#define SPN_KERNEL_BEGIN
#define SPN_KERNEL_END

#else

#include "sampan/detail/launch.h"

#define spnLaunch(kernel, grid, block, sharedBytes, stream, ...)                                   \
  (::spnPushLaunch(grid, block, sharedBytes, stream), kernel(__VA_ARGS__))
/// What an optimiser guesses of code whose threads follow each other is no news of the user's code,
/// and nvcc's host compiler does not see a kernel at all.
#if defined(__clang__)
#define SPN_GUESSES_OFF                                                                            \
  _Pragma("clang diagnostic push")                                                                 \
      _Pragma("clang diagnostic ignored \"-Wuninitialized-const-reference\"")
#define SPN_GUESSES_ON _Pragma("clang diagnostic pop")
#else
#define SPN_GUESSES_OFF                                                                            \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"")       \
      _Pragma("GCC diagnostic ignored \"-Warray-bounds\"")                                         \
          _Pragma("GCC diagnostic ignored \"-Wstringop-overflow\"")
#define SPN_GUESSES_ON _Pragma("GCC diagnostic pop")
#endif
#define SPN_KERNEL_BEGIN                                                                           \
  SPN_GUESSES_OFF ::spn::detail::Kernel{__PRETTY_FUNCTION__} = [=]() mutable -> void {
/// Between the closure that runs one thread and the one that runs a block.
#define SPN_KERNEL_BLOCK                                                                           \
  }                                                                                                \
  | ::spn::detail::BlockForm() << [=]() SPN_INLINED_MUTABLE -> void {
#define SPN_KERNEL_END                                                                             \
  }                                                                                                \
  ;                                                                                                \
  SPN_GUESSES_ON

#endif
