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

/// Queues of a device that works by itself, and marks in them. Operations of one queue are done in
/// order; queues have no order among each other but by marks. None of these functions waits for the
/// device, except waitFor() and synchronize(). Errors of what is queued come with those two.
struct DeviceQueues {
  /// `priority` as in CUDA: less is more urgent, 0 is the least.
  spnError_t (*create)(int device, int priority, void **queue);
  /// The queue is idle.
  void (*destroy)(int device, void *queue);
  /// Memory of the host that isn't pinned has been read or written when copy() returns.
  spnError_t (*copy)(int device, void *queue, void *to, const void *from, std::size_t bytes);
  spnError_t (*fill)(int device, void *queue, void *to, int byte, std::size_t bytes);
  spnError_t (*run)(const GridLaunch &launch, void *queue);
  /// `function` runs on some host thread and must not call the back end.
  spnError_t (*call)(int device, void *queue, void (*function)(void *data), void *data);
  spnError_t (*synchronize)(int device, void *queue);
  spnError_t (*isIdle)(int device, void *queue, bool *idle);

  spnError_t (*createMark)(int device, bool timed, void **mark);
  void (*destroyMark)(int device, void *mark);
  spnError_t (*record)(int device, void *queue, void *mark);
  /// What follows in the queue waits for the last recording of the mark.
  spnError_t (*wait)(int device, void *queue, void *mark);
  spnError_t (*isReached)(int device, void *mark, bool *reached);
  spnError_t (*waitFor)(int device, void *mark);
  spnError_t (*elapsed)(int device, void *start, void *end, float *milliseconds);
};

/// Operations of one back end. All functions are thread-safe. Those of this table itself are
/// synchronous: ordering between streams is the business of src/stream.cpp, which may call from
/// executor threads.
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

  // What follows is null where the host's own means do.

  /// The device works by itself: streams become its queues instead of host threads.
  const DeviceQueues *queues = nullptr;
  /// What a program is told that asks for a device when there is none.
  spnError_t (*whyNoDevice)() = nullptr;
  /// Page-locked memory of the host, page-aligned.
  spnError_t (*allocateHost)(std::size_t bytes, void **out) = nullptr;
  void (*releaseHost)(void *pointer) = nullptr;
  spnError_t (*registerHost)(void *pointer, std::size_t bytes) = nullptr;
  void (*unregisterHost)(void *pointer) = nullptr;
  spnError_t (*memoryInfo)(int device, std::size_t *available, std::size_t *total) = nullptr;
  /// Address on the device of a __device__ or __constant__ variable.
  spnError_t (*symbolAddress)(int device, const void *symbol, std::size_t bytes,
                              void **address) = nullptr;
  spnError_t (*allowPeer)(int device, int peer, bool allowed) = nullptr;
  /// Everything of the device has been given back; it starts anew.
  void (*reset)(int device) = nullptr;
  /// A kernel of a binary file that the vendor's compiler made, by its name.
  spnError_t (*runBinary)(const char *path, const char *kernel, const detail::NativeLaunch &launch,
                          void **arguments) = nullptr;
  /// Memory that the host uses while the device is idle, and the device by the same address as far
  /// as programs can tell. release() frees it.
  spnError_t (*allocateManaged)(int device, std::size_t bytes, void **out) = nullptr;
  /// The device's address of page-locked memory of the host, when it is another one.
  spnError_t (*mapHost)(int device, void *pointer, void **onDevice) = nullptr;
};

const Backend &hostBackend();
const Backend &ascendBackend();
/// The back end that SAMPAN_BACKEND chose; else the one that the program's kernels were compiled
/// for, the host if they are portable.
const Backend &backend();

} // namespace spn
