// SPDX-License-Identifier: Apache-2.0
// The table that a back end fills. API semantics (errors, ordering, validation, capture) live above
// it in runtime-shim/src; a back end only does what it is told, on the device it is told.
#pragma once

#include "sampan/detail/launch.h"
#include "sampan/runtime_api.h"

#include <cstddef>

namespace spn {

/// One launch, already validated. `closure` stays alive until run() returns.
struct GridLaunch {
  const detail::KernelBody *body = nullptr;
  const void *closure = nullptr;
  dim3 grid, block;
  std::size_t sharedBytes = 0;
  int device = 0;
  bool cooperative = false;
};

/// Operations of one back end. All functions are thread-safe and synchronous: ordering between
/// streams is the business of src/stream.cpp, which may call from executor threads.
struct Backend {
  const char *name;
  int (*deviceCount)();
  spnError_t (*properties)(int device, spnDeviceProp *out);
  /// Device memory, 256-byte aligned. Returns spnErrorMemoryAllocation when it cannot.
  spnError_t (*allocate)(int device, std::size_t bytes, void **out);
  void (*release)(int device, void *pointer);
  spnError_t (*copy)(void *to, const void *from, std::size_t bytes);
  spnError_t (*fill)(void *to, int byte, std::size_t bytes);
  /// Runs the whole grid, then returns what went wrong inside it (assert, trap, ...) or spnSuccess.
  spnError_t (*run)(const GridLaunch &launch);
};

const Backend &hostBackend();
/// The back end that SAMPAN_BACKEND chose; host by default.
const Backend &backend();

} // namespace spn
