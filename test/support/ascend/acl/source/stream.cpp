// SPDX-License-Identifier: Apache-2.0
// Streams with threads, events, host functions.
#include "double.h"

#include <chrono>
#include <cstdio>

namespace ascend_double {

Stream::Stream(Context &owner) : context(owner), worker([this] { run(); }) {}

Stream::~Stream() {
  {
    std::lock_guard lock(mutex);
    stopping = true;
  }
  changed.notify_all();
  worker.join();
}

void Stream::run() {
  thisThread().context = &context;
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [&] { return stopping || !tasks.empty(); });
    if (tasks.empty())
      return;
    auto task = std::move(tasks.front());
    tasks.pop_front();
    lock.unlock();
    const aclError error = task();
    task = nullptr;
    aclError none = 0;
    if (error)
      context.device.failure.compare_exchange_strong(none, error);
    lock.lock();
    ++completed;
    changed.notify_all();
  }
}

std::uint64_t Stream::enqueue(std::function<aclError()> task) {
  std::uint64_t number;
  {
    std::lock_guard lock(mutex);
    tasks.push_back(std::move(task));
    number = ++submitted;
  }
  changed.notify_all();
  return number;
}

void Stream::drain() {
  std::unique_lock lock(mutex);
  const std::uint64_t number = submitted;
  changed.wait(lock, [&] { return completed >= number; });
}

bool Stream::drainFor(int milliseconds) {
  std::unique_lock lock(mutex);
  const std::uint64_t number = submitted;
  return changed.wait_for(lock, std::chrono::milliseconds(milliseconds),
                          [&] { return completed >= number; });
}

bool Stream::idle() {
  std::lock_guard lock(mutex);
  return completed == submitted;
}

void Moment::reach() {
  {
    std::lock_guard lock(mutex);
    reached = true;
    nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(
                      std::chrono::steady_clock::now().time_since_epoch())
                      .count();
  }
  changed.notify_all();
}

void Moment::wait() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return reached; });
}

Stream *streamOf(aclrtStream handle, aclError &error) {
  Context &current = *thisThread().context;
  if (!handle) {
    std::lock_guard lock(current.mutex);
    if (!current.defaultStream)
      current.defaultStream = std::make_unique<Stream>(current);
    return current.defaultStream.get();
  }
  auto *stream = static_cast<Stream *>(handle);
  if (!alive(stream)) {
    bool isDefault = false;
    {
      std::lock_guard lock(current.mutex);
      isDefault = current.defaultStream.get() == stream;
    }
    if (isDefault)
      return stream;
    error = misuse(ACL_ERROR_RT_INVALID_HANDLE, "%p is not a stream that exists", handle);
    return nullptr;
  }
  if (&stream->context != &current) {
    error = fail(ACL_ERROR_RT_STREAM_CONTEXT, "the stream belongs to another context");
    return nullptr;
  }
  return stream;
}

} // namespace ascend_double

using namespace ascend_double;

namespace {

aclError destroy(aclrtStream handle, bool force) {
  if (aclError error = notReady())
    return error;
  auto *stream = static_cast<Stream *>(handle);
  if (!alive(stream))
    return misuse(ACL_ERROR_RT_INVALID_HANDLE, "destroyed a stream that does not exist");
  ASCEND_REQUIRE(&stream->context == thisThread().context, ACL_ERROR_RT_STREAM_CONTEXT,
                 "the stream belongs to another context");
  if (!force && !stream->idle())
    return misuse(ACL_ERROR_RT_STREAM_NOT_COMPLETE, "destroyed a stream that still works");
  gone(stream);
  {
    std::lock_guard lock(stream->context.mutex);
    stream->context.streams.erase(stream);
  }
  delete stream;
  return ACL_SUCCESS;
}

/// Calls body(event) for the event behind a handle.
template <class Body> aclError withEvent(aclrtEvent handle, Body body) {
  if (aclError error = notReady())
    return error;
  auto *event = static_cast<Event *>(handle);
  if (!alive(event))
    return misuse(ACL_ERROR_RT_INVALID_HANDLE, "%p is not an event that exists", handle);
  return body(*event);
}

std::shared_ptr<Moment> latestOf(Event &event) {
  std::lock_guard lock(event.mutex);
  return event.latest;
}

} // namespace

extern "C" {

aclError aclrtCreateStreamWithConfig(aclrtStream *stream, uint32_t priority, uint32_t) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(stream && priority <= 7, ACL_ERROR_RT_PARAM_INVALID, "priority %u", priority);
  Context &context = *thisThread().context;
  auto *made = new Stream(context);
  born(made);
  std::lock_guard lock(context.mutex);
  context.streams.insert(made);
  *stream = made;
  return ACL_SUCCESS;
}

aclError aclrtCreateStream(aclrtStream *stream) {
  return aclrtCreateStreamWithConfig(stream, 0, 0);
}
aclError aclrtDestroyStream(aclrtStream stream) { return destroy(stream, false); }
aclError aclrtDestroyStreamForce(aclrtStream stream) { return destroy(stream, true); }

aclError aclrtSynchronizeStreamWithTimeout(aclrtStream handle, int32_t timeout) {
  return withStream(handle, [&](Stream &stream) -> aclError {
    if (timeout < 0)
      stream.drain();
    else
      ASCEND_REQUIRE(stream.drainFor(timeout), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT,
                     "the stream took more than %d ms", timeout);
    const aclError failure = stream.context.device.failure;
    return failure ? fail(failure, "a kernel failed") : ACL_SUCCESS;
  });
}

aclError aclrtSynchronizeStream(aclrtStream stream) {
  return aclrtSynchronizeStreamWithTimeout(stream, -1);
}

aclError aclrtStreamQuery(aclrtStream handle, aclrtStreamStatus *status) {
  return withStream(handle, [&](Stream &stream) -> aclError {
    ASCEND_REQUIRE(status, ACL_ERROR_RT_PARAM_INVALID, "null");
    *status = stream.idle() ? ACL_STREAM_STATUS_COMPLETE : ACL_STREAM_STATUS_NOT_READY;
    return ACL_SUCCESS;
  });
}

aclError aclrtCtxGetCurrentDefaultStream(aclrtStream *stream) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(stream, ACL_ERROR_RT_PARAM_INVALID, "null");
  aclError error = ACL_SUCCESS;
  *stream = streamOf(nullptr, error);
  return error;
}

aclError aclrtLaunchHostFunc(aclrtStream handle, aclrtHostFunc fn, void *args) {
  return withStream(handle, [&](Stream &stream) -> aclError {
    ASCEND_REQUIRE(fn, ACL_ERROR_RT_PARAM_INVALID, "null");
    stream.enqueue([=]() -> aclError {
      thisThread().inCallback = true;
      fn(args);
      thisThread().inCallback = false;
      return ACL_SUCCESS;
    });
    return ACL_SUCCESS;
  });
}

aclError aclrtCreateEventExWithFlag(aclrtEvent *event, uint32_t flag) {
  if (aclError error = notReady())
    return error;
  const uint32_t known = ACL_EVENT_SYNC | ACL_EVENT_CAPTURE_STREAM_PROGRESS | ACL_EVENT_TIME_LINE;
  ASCEND_REQUIRE(event && flag && !(flag & ~known), ACL_ERROR_RT_PARAM_INVALID, "event flags %#x",
                 flag);
  auto *made = new Event;
  made->flags = flag;
  made->device = thisThread().context->device.number;
  born(made);
  *event = made;
  return ACL_SUCCESS;
}

aclError aclrtDestroyEvent(aclrtEvent handle) {
  return withEvent(handle, [&](Event &event) -> aclError {
    gone(&event);
    delete &event;
    return ACL_SUCCESS;
  });
}

aclError aclrtRecordEvent(aclrtEvent handle, aclrtStream streamHandle) {
  return withEvent(handle, [&](Event &event) {
    return withStream(streamHandle, [&](Stream &stream) -> aclError {
      auto moment = std::make_shared<Moment>();
      {
        std::lock_guard lock(event.mutex);
        event.latest = moment;
      }
      stream.enqueue([moment]() -> aclError {
        moment->reach();
        return ACL_SUCCESS;
      });
      return ACL_SUCCESS;
    });
  });
}

aclError aclrtStreamWaitEvent(aclrtStream streamHandle, aclrtEvent handle) {
  return withEvent(handle, [&](Event &event) {
    return withStream(streamHandle, [&](Stream &stream) -> aclError {
      ASCEND_REQUIRE(event.flags & ACL_EVENT_SYNC, ACL_ERROR_RT_PARAM_INVALID,
                     "the event was created without ACL_EVENT_SYNC");
      if (auto moment = latestOf(event))
        stream.enqueue([moment]() -> aclError {
          moment->wait();
          return ACL_SUCCESS;
        });
      return ACL_SUCCESS;
    });
  });
}

aclError aclrtQueryEventStatus(aclrtEvent handle, aclrtEventRecordedStatus *status) {
  return withEvent(handle, [&](Event &event) -> aclError {
    ASCEND_REQUIRE(status, ACL_ERROR_RT_PARAM_INVALID, "null");
    ASCEND_REQUIRE(event.flags & ACL_EVENT_CAPTURE_STREAM_PROGRESS, ACL_ERROR_RT_PARAM_INVALID,
                   "the event was created without ACL_EVENT_CAPTURE_STREAM_PROGRESS");
    auto moment = latestOf(event);
    bool reached = true;
    if (moment) {
      std::lock_guard lock(moment->mutex);
      reached = moment->reached;
    }
    *status = reached ? ACL_EVENT_RECORDED_STATUS_COMPLETE : ACL_EVENT_RECORDED_STATUS_NOT_READY;
    return ACL_SUCCESS;
  });
}

aclError aclrtSynchronizeEvent(aclrtEvent handle) {
  return withEvent(handle, [&](Event &event) -> aclError {
    if (auto moment = latestOf(event))
      moment->wait();
    const aclError failure = device(event.device).failure;
    return failure ? fail(failure, "a kernel failed") : ACL_SUCCESS;
  });
}

aclError aclrtEventElapsedTime(float *ms, aclrtEvent startHandle, aclrtEvent endHandle) {
  return withEvent(startHandle, [&](Event &start) {
    return withEvent(endHandle, [&](Event &end) -> aclError {
      ASCEND_REQUIRE(ms && (start.flags & end.flags & ACL_EVENT_TIME_LINE),
                     ACL_ERROR_RT_EVENT_TIMESTAMP_INVALID, "events without ACL_EVENT_TIME_LINE");
      auto first = latestOf(start), last = latestOf(end);
      ASCEND_REQUIRE(first && last && first->reached && last->reached,
                     ACL_ERROR_RT_EVENT_NOT_COMPLETE, "an event has not been reached");
      *ms = static_cast<float>(static_cast<double>(last->nanoseconds - first->nanoseconds) * 1e-6);
      return ACL_SUCCESS;
    });
  });
}

} // extern "C"
