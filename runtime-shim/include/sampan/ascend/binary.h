// SPDX-License-Identifier: Apache-2.0
// Kernels in a binary file that Ascend's compiler made, launched from sources that an ordinary
// compiler builds. The kernel takes the program's parameters and then the program's grid, as the
// translator writes it.
//
//   void saxpy(int n, float a, const float *x, float *y) {
//     spn::ascend::launchFromBinary("saxpy.o", "saxpy_simt", 256, n, a, x, y);
//   }
//   ...
//   spnLaunch(saxpy, grid, 256, 0, stream, n, 2.0f, x, y);
#pragma once

#include "sampan/detail/kernel_body.h"
#include "sampan/runtime_api.h"

#include <cstddef>
#include <new>

namespace spn {
namespace detail {

/// Only from a kernel's launchNative(), which returns nothing: the launch gets the error.
spnError_t launchBinaryKernel(const char *path, const char *kernel, const NativeLaunch &launch,
                              void **arguments);

/// The same body for every launch of one kernel.
const KernelBody &binaryKernelBody(const char *path, const char *kernel, const KernelBody &shape);

template <class Closure> struct BinaryKernel {
  static void copy(void *to, const void *from) {
    ::new (to) Closure(*static_cast<const Closure *>(from));
  }
  static void destroy(void *object) { static_cast<Closure *>(object)->~Closure(); }
  static void start(const void *closure, const NativeLaunch &launch) {
    Closure parameters(*static_cast<const Closure *>(closure)); // the arguments are not const
    parameters(launch);
  }
};

} // namespace detail

namespace ascend {

/// `path` and `kernel` must live as long as the program. `maxThreads` is the kernel's launch bound.
template <class... Parameters>
void launchFromBinary(const char *path, const char *kernel, unsigned maxThreads,
                      Parameters... parameters) {
  auto closure = [=](const detail::NativeLaunch &launch) mutable {
    dim3 grid = launch.grid;
    void *arguments[] = {const_cast<void *>(static_cast<const void *>(&parameters))..., &grid};
    (void)detail::launchBinaryKernel(path, kernel, launch, arguments);
  };
  using Kernel = detail::BinaryKernel<decltype(closure)>;
  const detail::KernelBody shape = {kernel,        sizeof closure,   alignof(decltype(closure)),
                                    &Kernel::copy, &Kernel::destroy, nullptr,
                                    nullptr,       &Kernel::start,   maxThreads};
  detail::launchKernel(detail::binaryKernelBody(path, kernel, shape), &closure);
}

} // namespace ascend
} // namespace spn
