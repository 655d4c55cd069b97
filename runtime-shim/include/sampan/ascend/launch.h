// SPDX-License-Identifier: Apache-2.0
// From a host function with a kernel's name to the launch of its Ascend C entry. The launch goes
// through the runtime, which knows the order of streams and reports errors as CUDA does; the
// runtime calls back when it is the kernel's turn.
//
//   void saxpy(int n, float a, const float *x, float *y) {
//     spn::ascend::launch("saxpy", 256, [=](const spn::ascend::Launch &launch) {
//       saxpy_simt<<<launch.blocks, launch.threads, launch.ubufBytes, launch.stream>>>(
//           n, a, x, y, launch.grid);
//     });
//   }
#pragma once

#include "sampan/detail/kernel_body.h"

#include <cstddef>
#include <new>

/// These kernels run on the device alone, so the program chooses it where SAMPAN_BACKEND does not.
extern "C" {
extern const char *const spnPreferredBackend;
__attribute__((weak, used)) const char *const spnPreferredBackend = "ascend";
}

namespace spn {
namespace ascend {

/// The operands of <<<>>>.
struct Launch {
  dim3 blocks, threads;
  std::size_t ubufBytes;
  void *stream;          ///< an aclrtStream
  dim3 grid;             ///< of the program, for the kernel's loop over its blocks
  unsigned int *meeting; ///< where blocks meet, when they wait for each other
};

template <class Closure> struct NativeKernel {
  static void copy(void *to, const void *from) {
    ::new (to) Closure(*static_cast<const Closure *>(from));
  }
  static void destroy(void *object) { static_cast<Closure *>(object)->~Closure(); }
  static void start(const void *closure, const ::spn::detail::NativeLaunch &native) {
    const Launch launch = {native.blocks,      native.threads,
                           native.sharedBytes, native.stream,
                           native.grid,        static_cast<unsigned int *>(native.meeting)};
    (*static_cast<const Closure *>(closure))(launch);
  }
};

/// Launches with the configuration that spnLaunch() pushed. `maxThreads` is the kernel's launch
/// bound; a larger block is an invalid configuration.
template <class Closure>
inline void launch(const char *name, unsigned maxThreads, const Closure &closure) {
  using Kernel = NativeKernel<Closure>;
  static const ::spn::detail::KernelBody body = {
      name,    sizeof(Closure), alignof(Closure), &Kernel::copy, &Kernel::destroy,
      nullptr, nullptr,         &Kernel::start,   maxThreads,    false};
  ::spn::detail::launchKernel(body, &closure);
}

/// A kernel whose blocks wait for each other: a grid with more blocks than cores, which would never
/// end, is an error of the launch.
template <class Closure>
inline void launchTogether(const char *name, unsigned maxThreads, const Closure &closure) {
  using Kernel = NativeKernel<Closure>;
  static const ::spn::detail::KernelBody body = {
      name,    sizeof(Closure), alignof(Closure), &Kernel::copy, &Kernel::destroy,
      nullptr, nullptr,         &Kernel::start,   maxThreads,    true};
  ::spn::detail::launchKernel(body, &closure);
}

/// Whether one of the types is double, which the device does not compute with.
template <class... T> constexpr bool isDouble = false;
template <class First, class... Rest> constexpr bool isDouble<First, Rest...> = isDouble<Rest...>;
template <class... Rest> constexpr bool isDouble<double, Rest...> = true;
template <class... Rest> constexpr bool isDouble<double1, Rest...> = true;
template <class... Rest> constexpr bool isDouble<double2, Rest...> = true;
template <class... Rest> constexpr bool isDouble<double3, Rest...> = true;
template <class... Rest> constexpr bool isDouble<double4, Rest...> = true;

/// A __managed__ variable: host code uses the one, kernels the other.
struct ManagedVariable {
  template <class Host, class Device> ManagedVariable(Host &host, Device &device) {
    static_assert(sizeof(Host) == sizeof(Device), "the same variable twice");
    ::spn::detail::registerManagedVariable(&host, &device, sizeof(Host));
  }
};

/// A kernel that has no Ascend C form: the launch fails, with the reason in SAMPAN_LOG=launch.
inline void refuse(const char *name, const char *reason) {
  ::spn::detail::refuseKernel(name, reason);
}

} // namespace ascend
} // namespace spn
