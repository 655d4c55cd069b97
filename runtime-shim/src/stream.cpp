// SPDX-License-Identifier: Apache-2.0
// Order of operations. A stream's operations are done one after the other; the legacy default
// stream waits for the blocking streams of its device and they wait for it; events order the rest.
// In caller mode everything that was submitted is done, so only host threads need keeping apart.
#include "stream_state.h"

#include "capture.h"
#include "device_queue.h"
#include "host_thread.h"
#include "sampan/detail/execution.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <pthread.h>

using namespace spn::rt;

namespace {
std::atomic<unsigned long long> nextStreamId{1};
/// Submission to any stream, so that tickets of different streams are comparable in time.
std::mutex &submission() {
  static auto *mutex = new std::mutex; // never destroyed, see handles()
  return *mutex;
}
/// A forked child has none of its parent's threads. What the parent queued is the parent's to do;
/// what the child submits is done by the thread that submits it.
std::atomic<bool> executorsLost{false};
} // namespace

spnStream::spnStream(int deviceNumber, unsigned creationFlags, int streamPriority)
    : device(deviceNumber), flags(creationFlags), priority(streamPriority), id(nextStreamId++) {}

spnStream::~spnStream() {
  // The executor holds a reference, so either it is running this destructor or it has ended.
  if (executor.joinable())
    executor.detach();
}

void spnStream::close() {
  {
    std::lock_guard lock(mutex);
    stopping = true;
  }
  changed.notify_all();
}

void spnStream::waitFor(std::uint64_t number) {
  if (executorsLost.load(std::memory_order_relaxed))
    return;
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return completed >= number; });
}

void spnStream::run() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [&] { return stopping || !queue.empty(); });
    if (queue.empty())
      return;
    Item item = std::move(queue.front());
    queue.pop_front();
    lock.unlock();
    for (const Ticket &ticket : item.after)
      ticket.stream->waitFor(ticket.number);
    hostThread().device = device;
    ++hostThread().performing;
    noteOutcome(device, perform(item.work, device));
    --hostThread().performing;
    item = Item(); // drops references before anyone is told
    lock.lock();
    ++completed;
    changed.notify_all();
  }
}

namespace spn::rt {

std::int64_t nowNanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool threadMode() {
  static const bool threads = [] {
    const char *mode = std::getenv("SAMPAN_STREAMS");
    if (!mode || std::strcmp(mode, "threads") != 0 || deviceQueues())
      return false;
    pthread_atfork(nullptr, nullptr, [] { executorsLost.store(true); });
    return true;
  }();
  return threads && !executorsLost.load(std::memory_order_relaxed);
}

bool asynchronous() { return threadMode() || deviceQueues(); }

std::shared_ptr<spnStream> makeLegacyStream(int device) {
  auto stream = std::make_shared<spnStream>(device, spnStreamDefault, 0);
  stream->legacy = true;
  return stream;
}

void noteOutcome(int number, spnError_t error) {
  if (error != spnSuccess)
    fail(device(number), error);
}

Turn::Turn(spnStream &stream) {
  // A host function of this thread's own operation calls: it is ordered already.
  if (hostThread().performing++)
    return;
  Device &owner = device(stream.device);
  if (stream.legacy) {
    alone = std::unique_lock(owner.order);
    return;
  }
  if (!(stream.flags & spnStreamNonBlocking))
    together = std::shared_lock(owner.order);
  own = std::unique_lock(stream.order);
}

Turn::~Turn() { --hostThread().performing; }

namespace {

bool blocking(const spnStream &stream) {
  return !stream.legacy && !(stream.flags & spnStreamNonBlocking);
}

/// What an operation must wait for besides its own stream. The caller holds submission().
std::vector<Ticket> implicitOrder(spnStream &stream) {
  std::vector<Ticket> after;
  auto waitsFor = [&](const std::shared_ptr<spnStream> &other) {
    std::lock_guard lock(other->mutex);
    if (other->submitted > other->completed)
      after.push_back({other, other->submitted});
  };
  if (stream.legacy) {
    for (const auto &other : handles<spnStream>().all())
      if (other->device == stream.device && blocking(*other))
        waitsFor(other);
  } else if (blocking(stream)) {
    waitsFor(device(stream.device).legacy);
  }
  return after;
}

/// Thread mode. Returns the operation's number in its stream.
std::uint64_t enqueue(spnStream &stream, Work work) {
  std::lock_guard order(submission());
  std::vector<Ticket> after = implicitOrder(stream);
  if (auto *wait = std::get_if<WaitCall>(&work)) {
    std::lock_guard lock(wait->event->mutex);
    if (wait->event->ticket.stream && wait->event->ticket.stream.get() != &stream)
      after.push_back(wait->event->ticket);
    work = EmptyCall();
  }
  auto *record = std::get_if<RecordCall>(&work);
  std::shared_ptr<spnEvent> event = record ? record->event : nullptr;
  std::shared_ptr<EventRecord> moment = record ? record->record : nullptr;
  std::unique_lock lock(stream.mutex);
  stream.queue.push_back({std::move(work), std::move(after)});
  const std::uint64_t number = ++stream.submitted;
  if (!stream.executor.joinable())
    stream.executor = std::thread([self = stream.shared_from_this()] { self->run(); });
  lock.unlock();
  stream.changed.notify_all();
  if (event) {
    std::lock_guard guard(event->mutex);
    event->latest = std::move(moment);
    event->ticket = {stream.shared_from_this(), number};
  }
  return number;
}

/// Caller mode.
spnError_t performNow(spnStream &stream, const Work &work) {
  if (detail::insideKernel())
    return perform(work, stream.device);
  if (auto *record = std::get_if<RecordCall>(&work)) {
    std::lock_guard lock(record->event->mutex);
    record->event->latest = record->record;
    record->event->ticket = {};
  }
  Turn turn(stream);
  return perform(work, stream.device);
}

} // namespace

spnError_t submit(spnStream &stream, Work work) {
  if (__builtin_expect(stream.capturing.load(std::memory_order_relaxed), 0))
    return captureWork(stream, std::move(work));
  if (deviceQueues())
    return enqueueOnDevice(stream, std::move(work));
  if (threadMode() && !detail::insideKernel())
    enqueue(stream, std::move(work));
  else
    noteOutcome(stream.device, performNow(stream, work));
  return spnSuccess;
}

spnError_t submitAndWait(spnStream &stream, Work work) {
  if (__builtin_expect(stream.capturing.load(std::memory_order_relaxed), 0)) {
    invalidateCapture(stream);
    return spnErrorStreamCaptureUnsupported;
  }
  if (stream.legacy)
    if (spnError_t error = refuseWhileCapturing(stream.device))
      return error == spnErrorStreamCaptureUnsupported ? spnErrorStreamCaptureImplicit : error;
  if (deviceQueues()) {
    if (hostThread().performing)
      return spnErrorNotPermitted;
    if (spnError_t error = enqueueOnDevice(stream, std::move(work)))
      return error;
    noteOutcome(stream.device, synchronizeQueue(stream));
  } else if (threadMode() && !detail::insideKernel()) {
    if (hostThread().performing)
      return spnErrorNotPermitted; // a host function would wait for itself
    stream.waitFor(enqueue(stream, std::move(work)));
  } else {
    noteOutcome(stream.device, performNow(stream, work));
  }
  return observe(device(stream.device));
}

namespace {

void waitForBlockingStreams(const spnStream &legacy) {
  for (const auto &other : handles<spnStream>().all())
    if (other->device == legacy.device && blocking(*other))
      waitForStream(*other);
}

} // namespace

void waitForStream(spnStream &stream) {
  if (deviceQueues()) {
    noteOutcome(stream.device, synchronizeQueue(stream));
    if (stream.legacy)
      waitForBlockingStreams(stream);
    return;
  }
  if (!threadMode()) {
    Turn turn(stream);
    return;
  }
  std::uint64_t number;
  {
    std::lock_guard order(submission());
    std::lock_guard lock(stream.mutex);
    number = stream.submitted;
  }
  stream.waitFor(number);
  if (stream.legacy)
    waitForBlockingStreams(stream);
}

void waitForDevice(int number) {
  if (hostThread().performing || detail::insideKernel())
    return;
  for (const auto &stream : handles<spnStream>().all())
    if (stream->device == number)
      waitForStream(*stream);
  waitForStream(*device(number).legacy);
}

void destroyStreams(int number) {
  for (const auto &stream : handles<spnStream>().all())
    if (stream->device == number) {
      if (deviceQueues())
        retireQueue(*stream);
      handles<spnStream>().remove(stream.get());
      stream->close();
    }
}

} // namespace spn::rt
