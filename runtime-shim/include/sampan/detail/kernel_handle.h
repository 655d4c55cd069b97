// SPDX-License-Identifier: Apache-2.0
// Calls of kernels that are known only by address. cudaLaunchKernel, graph nodes and driver-style
// code pass a kernel as `const void *` and its arguments as `void **`; C++ can call it only through
// its type. So each place that still sees the type registers how to call that address.
#pragma once

#include "sampan/runtime_api.h"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace spn {
namespace detail {

/// What is known about the type of a kernel.
struct KernelSignature {
  /// Calls the kernel on a copy of the arguments that args[i] point to.
  void (*call)(const void *function, void **args);
  std::size_t count;        ///< of parameters
  const std::size_t *sizes; ///< bytes of each parameter, then a 0
};

/// Thread-safe; registering an address again has no effect.
void registerKernel(const void *function, const KernelSignature &signature);

template <class... Parameters> struct KernelSignatureOf {
  using Function = void (*)(Parameters...);
  template <std::size_t... I>
  static void unpack(Function function, void **args, std::index_sequence<I...>) {
    (void)args;
    function(*static_cast<std::remove_reference_t<Parameters> *>(args[I])...);
  }
  static void call(const void *function, void **args) {
    unpack(reinterpret_cast<Function>(const_cast<void *>(function)), args,
           std::index_sequence_for<Parameters...>());
  }
  static const KernelSignature &get() {
    static const std::size_t sizes[] = {sizeof(Parameters)..., 0};
    static const KernelSignature signature = {&call, sizeof...(Parameters), sizes};
    return signature;
  }
};

/// Configuration of a kernel call that is about to happen on this host thread.
struct LaunchConfig {
  dim3 grid, block;
  std::size_t sharedBytes;
  spnStream_t stream;
  bool cooperative;
};
void pushLaunch(const LaunchConfig &config);
/// Validates a configuration with attributes and pushes it; pushes nothing on an error.
spnError_t pushLaunch(const spnLaunchConfig_t *config);
/// What the call after pushLaunch() came to.
spnError_t lastLaunchResult();

} // namespace detail

/// Address of a kernel for the functions that take `const void *`. Registers it.
template <class... Parameters> inline const void *kernelHandle(void (*kernel)(Parameters...)) {
  const void *function = reinterpret_cast<const void *>(kernel);
  detail::registerKernel(function, detail::KernelSignatureOf<Parameters...>::get());
  return function;
}
inline const void *kernelHandle(const void *function) { return function; }

} // namespace spn
