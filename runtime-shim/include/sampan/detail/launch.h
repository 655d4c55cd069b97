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
#pragma once

#include "sampan/detail/execution.h"
#include "sampan/detail/kernel_body.h"
#include "sampan/runtime_api.h"
#include "sampan/vector_types.h"

#include <cstddef>
#include <new>

namespace spn {
namespace detail {

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

/// Left operand of the operator that SPN_KERNEL_BEGIN opens: `Kernel(name) = [=]() mutable {...};`
struct Kernel {
  const char *name;
  template <class Closure> void operator=(const Closure &closure) const {
    using Body = KernelBodyOf<Closure>;
    static const KernelBody body = {
        name,           sizeof(Closure),   alignof(Closure), &Body::copy,
        &Body::destroy, &Body::runThreads, nullptr,          0};
    launchKernel(body, &closure);
  }
};

} // namespace detail
} // namespace spn
