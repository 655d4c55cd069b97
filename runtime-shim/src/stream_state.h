// SPDX-License-Identifier: Apache-2.0
// Streams and events as the runtime sees them, and `submit`, through which all asynchronous work
// goes. In caller mode (the default) an operation is done before submit returns; with
// SAMPAN_STREAMS=threads each stream has a thread of its own.
#pragma once

#include "device_state.h"
#include "handle_table.h"
#include "work.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace spn::rt {

constexpr int leastPriority = 0, greatestPriority = -5;

struct Capture;

/// A point in the work of a stream.
struct Ticket {
  std::shared_ptr<spnStream> stream;
  std::uint64_t number = 0;
};

} // namespace spn::rt

struct spnStream : std::enable_shared_from_this<spnStream> {
  spnStream(int deviceNumber, unsigned creationFlags, int streamPriority);
  ~spnStream();

  const int device;
  const unsigned flags;
  const int priority;
  const unsigned long long id;
  bool legacy = false;

  /// Caller mode: operations of one stream from several host threads, one at a time.
  std::mutex order;

  // Thread mode.
  struct Item {
    spn::rt::Work work;
    std::vector<spn::rt::Ticket> after;
  };
  std::mutex mutex; ///< guards what follows
  std::condition_variable changed;
  std::uint64_t submitted = 0, completed = 0;
  std::deque<Item> queue;
  bool stopping = false;
  std::thread executor;

  // Where devices have queues; guarded in device_queue.cpp.
  void *deviceQueue = nullptr;
  std::shared_ptr<spn::rt::Mark> tail;
  std::uint64_t queued = 0; ///< operations so far
  std::uint64_t queuedForLegacy =
      0;                          ///< of them, those that the legacy stream has been told to await
  std::uint64_t legacyQueued = 0; ///< operations of the legacy stream that this one awaits

  std::map<int, spnStreamAttrValue> attributes; ///< guarded by mutex

  /// Set while the stream is being captured; guarded by captureMutex() of capture.h.
  std::shared_ptr<spn::rt::Capture> capture;
  std::vector<spnGraphNode_t> frontier; ///< nodes that the next captured operation depends on
  std::atomic<bool> capturing{false};

  void waitFor(std::uint64_t number);
  void run(); ///< body of the executor
  /// Lets the executor end once its queue is empty.
  void close();
};

struct spnEvent {
  unsigned flags = 0;
  int device = 0;
  std::mutex mutex; ///< guards what follows
  std::shared_ptr<spn::rt::EventRecord> latest;
  spn::rt::Ticket ticket; ///< of the latest record
  // Of the latest record if that was captured:
  std::shared_ptr<spn::rt::Capture> capture;
  std::vector<spnGraphNode_t> frontier;
};

namespace spn::rt {

/// Whether streams have threads (SAMPAN_STREAMS=threads).
bool threadMode();
/// Whether work may go on after it was submitted: in threads, or in queues of the device.
bool asynchronous();

std::shared_ptr<spnStream> makeLegacyStream(int device);
/// The stream behind a handle: default streams, or one the program made. Null if it isn't alive.
std::shared_ptr<spnStream> resolve(spnStream_t handle);

/// Hands an operation to a stream: captures it, does it, or queues it. Errors of the operation
/// itself stay with the device until somebody waits, as CUDA's asynchronous errors do.
spnError_t submit(spnStream &stream, Work work);
/// The same, and waits until it is done and returns its error.
spnError_t submitAndWait(spnStream &stream, Work work);

/// Caller mode without capture: holds what orders the streams while the caller performs.
class Turn {
public:
  explicit Turn(spnStream &stream);
  ~Turn();
  Turn(const Turn &) = delete;
  Turn &operator=(const Turn &) = delete;

private:
  std::unique_lock<std::shared_mutex> alone;
  std::shared_lock<std::shared_mutex> together;
  std::unique_lock<std::mutex> own;
};

/// Waits for all work of a stream or a device; reports nothing.
void waitForStream(spnStream &stream);
void waitForDevice(int device);
void destroyStreams(int device);

/// Keeps an operation's error where its kind belongs.
void noteOutcome(int device, spnError_t error);

/// spnErrorStreamCaptureUnsupported, invalidating the capture, when the calling thread may not
/// wait now because a stream of the device is being captured.
spnError_t refuseWhileCapturing(int device);

std::int64_t nowNanoseconds();

} // namespace spn::rt
