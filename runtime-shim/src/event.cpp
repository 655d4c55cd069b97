// SPDX-License-Identifier: Apache-2.0
// Events: points in the work of streams, with the time at which they were reached.
#include "capture.h"
#include "device_queue.h"
#include "host_thread.h"
#include "memory_state.h"
#include "stream_state.h"

using namespace spn::rt;

namespace {

/// The event's latest record, and what to wait for. The record is null if there is none.
struct Latest {
  std::shared_ptr<EventRecord> record;
  Ticket ticket;
  bool captured = false;
};

Latest latestOf(spnEvent &event) {
  std::lock_guard lock(event.mutex);
  return {event.latest, event.ticket, event.capture != nullptr};
}

/// Whether the work before the record is done.
bool isReached(const EventRecord &record) {
  if (!record.mark)
    return record.done.load(std::memory_order_acquire);
  bool reached = true;
  noteOutcome(record.mark->device,
              deviceQueues()->isReached(record.mark->device, record.mark->handle, &reached));
  return reached;
}

/// Both are reached.
spnError_t timeBetween(const EventRecord &first, const EventRecord &last, float &milliseconds) {
  if (first.mark && last.mark)
    return deviceQueues()->elapsed(first.mark->device, first.mark->handle, last.mark->handle,
                                   &milliseconds);
  milliseconds =
      static_cast<float>(static_cast<double>(last.nanoseconds - first.nanoseconds) * 1e-6);
  return spnSuccess;
}

spnError_t record(const char *function, spnEvent_t eventHandle, spnStream_t streamHandle,
                  unsigned flags) {
  return call(function, [&] {
    if (flags & ~static_cast<unsigned>(spnEventRecordExternal))
      return spnErrorInvalidValue;
    const std::shared_ptr<spnEvent> event = handles<spnEvent>().find(eventHandle);
    const std::shared_ptr<spnStream> stream = resolve(streamHandle);
    if (!event || !stream || event->device != stream->device)
      return spnErrorInvalidResourceHandle;
    if (stream->capturing && !(flags & spnEventRecordExternal))
      return captureRecord(*stream, *event);
    if (stream->capturing)
      return submit(*stream, RecordCall{event, nullptr});
    {
      std::lock_guard lock(event->mutex);
      event->capture = nullptr;
      event->frontier.clear();
    }
    return submit(*stream, RecordCall{event, std::make_shared<EventRecord>()});
  });
}

} // namespace

extern "C" {

spnError_t spnEventCreateWithFlags(spnEvent_t *event, unsigned int flags) {
  return call(__func__, [&] {
    const unsigned known = spnEventBlockingSync | spnEventDisableTiming | spnEventInterprocess;
    if (!event || (flags & ~known))
      return spnErrorInvalidValue;
    // An event of several processes can't measure time, says CUDA; here there is none at all.
    if (flags & spnEventInterprocess)
      return flags & spnEventDisableTiming ? spnErrorNotSupported : spnErrorInvalidValue;
    auto made = std::make_shared<spnEvent>();
    made->flags = flags;
    made->device = currentDevice().index;
    *event = handles<spnEvent>().add(std::move(made));
    return spnSuccess;
  });
}

spnError_t spnEventCreate(spnEvent_t *event) {
  return spnEventCreateWithFlags(event, spnEventDefault);
}

spnError_t spnEventRecord(spnEvent_t event, spnStream_t stream) {
  return record(__func__, event, stream, spnEventRecordDefault);
}

spnError_t spnEventRecordWithFlags(spnEvent_t event, spnStream_t stream, unsigned int flags) {
  return record(__func__, event, stream, flags);
}

spnError_t spnEventQuery(spnEvent_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnEvent> event = handles<spnEvent>().find(handle);
    if (!event)
      return spnErrorInvalidResourceHandle;
    const Latest latest = latestOf(*event);
    if (latest.captured)
      return spnErrorCapturedEvent;
    if (latest.record && !isReached(*latest.record))
      return spnErrorNotReady;
    return observe(device(event->device));
  });
}

spnError_t spnEventSynchronize(spnEvent_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnEvent> event = handles<spnEvent>().find(handle);
    if (!event)
      return spnErrorInvalidResourceHandle;
    const Latest latest = latestOf(*event);
    if (latest.captured)
      return spnErrorCapturedEvent;
    if (latest.record && latest.record->mark) {
      if (hostThread().performing)
        return spnErrorNotPermitted;
      const Mark &mark = *latest.record->mark;
      noteOutcome(mark.device, deviceQueues()->waitFor(mark.device, mark.handle));
    } else if (latest.ticket.stream)
      latest.ticket.stream->waitFor(latest.ticket.number);
    trimPools(event->device);
    return observe(device(event->device));
  });
}

spnError_t spnEventDestroy(spnEvent_t handle) {
  return call(__func__, [&] {
    return handles<spnEvent>().remove(handle) ? spnSuccess : spnErrorInvalidResourceHandle;
  });
}

spnError_t spnEventElapsedTime(float *milliseconds, spnEvent_t startHandle, spnEvent_t endHandle) {
  return call(__func__, [&] {
    if (!milliseconds)
      return spnErrorInvalidValue;
    const std::shared_ptr<spnEvent> start = handles<spnEvent>().find(startHandle);
    const std::shared_ptr<spnEvent> end = handles<spnEvent>().find(endHandle);
    if (!start || !end || ((start->flags | end->flags) & spnEventDisableTiming))
      return spnErrorInvalidResourceHandle;
    const Latest first = latestOf(*start), last = latestOf(*end);
    if (first.captured || last.captured)
      return spnErrorCapturedEvent;
    if (!first.record || !last.record)
      return spnErrorInvalidResourceHandle;
    if (!isReached(*first.record) || !isReached(*last.record))
      return spnErrorNotReady;
    if (spnError_t error = timeBetween(*first.record, *last.record, *milliseconds))
      return error;
    return observe(device(start->device));
  });
}

} // extern "C"
