// SPDX-License-Identifier: Apache-2.0
// One asynchronous operation as a value. The same value is submitted to a stream, waits in a
// stream's queue, or is a node of a graph, so capture and replay can't differ from direct
// execution.
#pragma once

#include "backends/backend.h"
#include "sampan/runtime_api.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

struct spnEvent;
struct spnStream;

namespace spn::rt {

/// A kernel with its configuration and arguments. The closure holds copies of the arguments.
struct KernelCall {
  const detail::KernelBody *body = nullptr;
  std::shared_ptr<void> closure;
  dim3 grid, block;
  std::size_t sharedBytes = 0;
  bool cooperative = false;
  const void *function = nullptr;                        ///< as the program named it, if it did
  std::shared_ptr<std::vector<void *>> argumentPointers; ///< to copies, for parameter queries
};
std::shared_ptr<void> copyClosure(const detail::KernelBody &body, const void *closure);

/// Rows in slices; pitches in bytes.
struct Region {
  char *base = nullptr;
  std::size_t pitch = 0, slice = 0;
};

struct CopyCall {
  Region to, from;
  std::size_t width = 0, height = 1, depth = 1; ///< width in bytes
  spnMemcpyKind kind = spnMemcpyDefault;
  bool hasParams = false;
  spnMemcpy3DParms params = {}; ///< what the program passed, for parameter queries
};

struct FillCall {
  Region to;
  unsigned value = 0, elementSize = 1;
  std::size_t width = 0, height = 1, depth = 1; ///< width in elements
};

struct HostCall {
  spnHostFn_t function = nullptr;
  spnStreamCallback_t callback = nullptr; ///< instead of function
  spnStream_t stream = nullptr;
  void *data = nullptr;
};

class Mark;

/// One recording of an event. Done when the work before it is.
struct EventRecord {
  std::atomic<bool> done{false};
  std::int64_t nanoseconds = 0; ///< valid once done
  std::shared_ptr<Mark> mark;   ///< instead, where devices have queues
};

struct RecordCall {
  std::shared_ptr<spnEvent> event;
  std::shared_ptr<EventRecord> record; ///< null in a graph: made anew at each launch
};

struct WaitCall {
  std::shared_ptr<spnEvent> event;
  std::shared_ptr<EventRecord> record; ///< null in a graph: the latest at each launch
};

struct AllocCall {
  void *pointer = nullptr;
  spnMemAllocNodeParams params = {};
  std::shared_ptr<void> memory;
};

struct FreeCall {
  void *pointer = nullptr;
};

struct EmptyCall {};

struct GraphImage;
struct GraphCall {
  std::shared_ptr<GraphImage> graph;
  spnGraph_t handle = nullptr; ///< of the child graph that a node owns
};

using Work = std::variant<EmptyCall, KernelCall, CopyCall, FillCall, HostCall, RecordCall, WaitCall,
                          AllocCall, FreeCall, GraphCall>;

/// Does the operation on the calling thread.
spnError_t perform(const Work &work, int device);
spnError_t performKernel(const GridLaunch &launch);
spnError_t performCopy(const CopyCall &copy);
spnError_t performFill(const FillCall &fill);
spnError_t performGraph(const GraphImage &graph, int device);

} // namespace spn::rt
