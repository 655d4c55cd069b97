// SPDX-License-Identifier: Apache-2.0
// A kernel as the runtime holds it: the launch with its arguments as a closure, and how to run it.
// Needs nothing of the kernel language, because kernels that a vendor's compiler builds come with
// the vendor's.
#pragma once

#include "sampan/vector_types.h"

#include <cstddef>

namespace spn {
namespace detail {

/// What a back end tells a kernel that the vendor's compiler launches.
struct NativeLaunch {
  dim3 grid;   ///< of the program; a kernel walks over it
  dim3 blocks; ///< that are launched
  dim3 threads;
  std::size_t sharedBytes;
  void *stream; ///< of the vendor's runtime
  /// For blocks that wait for each other: memory of the device, with zeros, to meet in.
  void *meeting = nullptr;
};

/// Type-erased closure of a kernel body. One static instance per kernel instantiation.
struct KernelBody {
  const char *name;            ///< __PRETTY_FUNCTION__ of the kernel
  std::size_t size, alignment; ///< of the closure object
  void (*copy)(void *to, const void *from);
  void (*destroy)(void *);
  /// Runs threads of the current block until none is left to start. Defined in terms of
  /// spn::detail::nextThread(); each thread gets its own copy of the closure, hence of the
  /// parameters. May be entered several times for one block, on different fibres. Null for a kernel
  /// that only `launchNative` can run.
  void (*runThreads)(const void *closure);
  /// Runs the current block as loops over its threads; null for a kernel without a block form.
  void (*runBlock)(const void *closure);
  /// Launches the whole grid by means of the vendor's runtime. Null for portable kernels.
  void (*launchNative)(const void *closure, const NativeLaunch &launch);
  unsigned maxThreads;     ///< a native kernel's bound on the threads of a block, or 0
  bool blocksWait = false; ///< for each other, so that each needs a core of its own
};

/// Takes the configuration pushed last on this host thread and launches. Errors are recorded as
/// CUDA's launch errors are (cudaGetLastError). The closure is copied before the call returns.
void launchKernel(const KernelBody &body, const void *closure);
/// Takes the configuration and reports that the kernel does not exist here, with the reason.
void refuseKernel(const char *name, const char *reason);
/// Two variables that are one to the program, as it starts: `host` for host code, `device` for
/// kernels that a vendor's compiler builds.
void registerManagedVariable(void *host, const void *device, std::size_t bytes);

} // namespace detail
} // namespace spn
