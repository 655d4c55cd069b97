// SPDX-License-Identifier: Apache-2.0
// How a kernel body reaches the runtime. A kernel keeps its name and signature; its body becomes a
// closure, and calling the kernel after a launch configuration was pushed runs that closure once
// per thread of the grid:
//
//   __global__ void scale(float *x, float a, int n) { SPN_KERNEL_BEGIN
//     int i = blockIdx.x * blockDim.x + threadIdx.x;
//     if (i < n) x[i] *= a;
//   SPN_KERNEL_END }
//
//   spnLaunch(scale, grid, block, 0, stream, d_x, 2.0f, n);
//
// Templates, overloads, default arguments, function pointers and kernels of other translation units
// therefore work through C++ itself.
//
// The compile driver may add a second closure, SPN_KERNEL_BLOCK, that runs all threads of a block
// as loops. It is an equal of the first one: the runtime chooses.
#pragma once

#include "sampan/detail/block_form.h"
#include "sampan/detail/execution.h"
#include "sampan/runtime_api.h"
#include "sampan/vector_types.h"

#include <cstddef>
#include <new>

namespace spn {
namespace detail {

/// Type-erased closure of a kernel body. One static instance per kernel instantiation.
struct KernelBody {
  const char *name;            ///< __PRETTY_FUNCTION__ of the kernel
  std::size_t size, alignment; ///< of the closure object
  void (*copy)(void *to, const void *from);
  void (*destroy)(void *);
  /// Runs threads of the current block until none is left to start. Defined in terms of
  /// spn::detail::nextThread(); each thread gets its own copy of the closure, hence of the
  /// parameters. May be entered several times for one block, on different fibres.
  void (*runThreads)(const void *closure);
  /// Runs the current block as loops over its threads; null for a kernel without a block form.
  void (*runBlock)(const void *closure);
};

/// Takes the configuration pushed last on this host thread and launches. Errors are recorded as
/// CUDA's launch errors are (cudaGetLastError). The closure is copied before the call returns.
void launchKernel(const KernelBody &body, const void *closure);

template <class Closure> struct KernelBodyOf {
  static void copy(void *to, const void *from) {
    ::new (to) Closure(*static_cast<const Closure *>(from));
  }
  static void destroy(void *object) { static_cast<Closure *>(object)->~Closure(); }
  static void runThreads(const void *closure) {
    while (nextThread()) {
      Closure thread(*static_cast<const Closure *>(closure));
      thread();
    }
  }
};

template <class Thread, class Block> struct KernelBodyOf<Forms<Thread, Block>> {
  using Closure = Forms<Thread, Block>;
  static void copy(void *to, const void *from) {
    ::new (to) Closure(*static_cast<const Closure *>(from));
  }
  static void destroy(void *object) { static_cast<Closure *>(object)->~Closure(); }
  static void runThreads(const void *closure) {
    while (nextThread()) {
      Thread thread(static_cast<const Closure *>(closure)->thread);
      thread();
    }
  }
  static void runBlock(const void *closure) {
    Block block(static_cast<const Closure *>(closure)->block);
    block();
  }
};

/// Left operand of the operator that SPN_KERNEL_BEGIN opens: `Kernel(name) = [=]() mutable {...};`
struct Kernel {
  const char *name;
  template <class Closure> void operator=(const Closure &closure) const {
    using Body = KernelBodyOf<Closure>;
    static const KernelBody body = {name,        sizeof(Closure), alignof(Closure),
                                    &Body::copy, &Body::destroy,  &Body::runThreads,
                                    nullptr};
    launchKernel(body, &closure);
  }
  template <class Thread, class Block> void operator=(const Forms<Thread, Block> &closure) const {
    using Closure = Forms<Thread, Block>;
    using Body = KernelBodyOf<Closure>;
    static const KernelBody body = {name,           sizeof(Closure), alignof(Closure),
                                    &Body::copy,    &Body::destroy,  &Body::runThreads,
                                    &Body::runBlock};
    launchKernel(body, &closure);
  }
};

} // namespace detail
} // namespace spn
