// SPDX-License-Identifier: Apache-2.0
// Streams whose back end has queues of its own: an operation is handed to the device and not
// performed by a thread of this process. CUDA's order between streams is rebuilt from marks.
#pragma once

#include "stream_state.h"

namespace spn::rt {

/// Null unless the back end has queues.
const DeviceQueues *deviceQueues();

/// A point in a queue. Marks are used again when nobody holds them any more.
class Mark {
public:
  /// Null after an error.
  static std::shared_ptr<Mark> make(int device, bool timed, spnError_t &error);
  ~Mark();
  Mark(const Mark &) = delete;
  Mark &operator=(const Mark &) = delete;

  const int device;
  const bool timed;
  void *const handle;
  /// Of a stream's tail: the operations that were in the queue when it was recorded last.
  std::uint64_t position = ~std::uint64_t{0};

private:
  Mark(int number, bool hasTime, void *mark);
  const unsigned generation;
};

/// Hands the operation to the stream's queue, behind what it has to wait for.
spnError_t enqueueOnDevice(spnStream &stream, Work work);
/// Waits for the queue of the stream, and returns what went wrong in it.
spnError_t synchronizeQueue(spnStream &stream);
spnError_t queueIsIdle(spnStream &stream, bool &idle);
/// The program has destroyed the stream: its queue ends when it is idle.
void retireQueue(spnStream &stream);
/// Ends all queues and marks of a device that is about to be reset; they are idle.
void dropQueues(int device);

/// Memory that was freed in stream order, and whose turn has come, goes back to its pool. Called
/// where the program allocates or waits: host functions of a queue may not call the back end.
void settleFrees();

} // namespace spn::rt
