// SPDX-License-Identifier: Apache-2.0
// The functions on streams, and the default streams behind handles 0, 1 and 2.
#include "capture.h"
#include "device_queue.h"
#include "host_thread.h"
#include "memory_state.h"
#include "sampan/runtime.h"
#include "stream_state.h"

#include <algorithm>
#include <cstring>

using namespace spn::rt;

namespace {

std::atomic<bool> defaultIsPerThread{false};

/// Streams of threads stay when their thread ends: other threads may have tickets of them.
std::shared_ptr<spnStream> perThreadStream(int device) {
  struct Key {
    const void *thread;
    int device;
    bool operator<(const Key &other) const {
      return thread != other.thread ? std::less<>()(thread, other.thread) : device < other.device;
    }
  };
  static auto *mutex = new std::mutex; // neither is destroyed, see handles()
  static auto *streams = new std::map<Key, std::shared_ptr<spnStream>>;
  std::lock_guard lock(*mutex);
  std::shared_ptr<spnStream> &stream = (*streams)[{&hostThread(), device}];
  if (!stream || !handles<spnStream>().find(stream.get())) {
    stream = std::make_shared<spnStream>(device, spnStreamDefault, 0);
    handles<spnStream>().add(stream);
  }
  return stream;
}

} // namespace

namespace spn::rt {

std::shared_ptr<spnStream> resolve(spnStream_t handle) {
  if (!handle && !defaultIsPerThread.load(std::memory_order_relaxed))
    handle = spnStreamLegacy;
  if (handle == spnStreamLegacy)
    return currentDevice().legacy;
  if (!handle || handle == spnStreamPerThread)
    return perThreadStream(currentDevice().index);
  return handles<spnStream>().find(handle);
}

} // namespace spn::rt

void spn::detail::usePerThreadDefaultStream() { defaultIsPerThread = true; }

namespace {

/// Body of a function on one stream.
template <class Body> spnError_t withStream(const char *function, spnStream_t handle, Body body) {
  return call(function, [&]() -> spnError_t {
    const std::shared_ptr<spnStream> stream = resolve(handle);
    return stream ? body(*stream) : spnErrorInvalidResourceHandle;
  });
}

/// Waiting for a stream isn't possible while it is being captured.
spnError_t refuseIfCapturing(spnStream &stream) {
  if (!stream.capturing)
    return stream.legacy && anyCapture() ? refuseWhileCapturing(stream.device) : spnSuccess;
  invalidateCapture(stream);
  return spnErrorStreamCaptureUnsupported;
}

} // namespace

extern "C" {

spnError_t spnStreamCreateWithPriority(spnStream_t *stream, unsigned int flags, int priority) {
  return call(__func__, [&] {
    if (!stream || (flags & ~static_cast<unsigned>(spnStreamNonBlocking)))
      return spnErrorInvalidValue;
    const int clamped = std::clamp(priority, greatestPriority, leastPriority);
    *stream = handles<spnStream>().add(
        std::make_shared<spnStream>(currentDevice().index, flags, clamped));
    return spnSuccess;
  });
}

spnError_t spnStreamCreateWithFlags(spnStream_t *stream, unsigned int flags) {
  return spnStreamCreateWithPriority(stream, flags, 0);
}

spnError_t spnStreamCreate(spnStream_t *stream) {
  return spnStreamCreateWithPriority(stream, spnStreamDefault, 0);
}

spnError_t spnStreamDestroy(spnStream_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnStream> stream = handles<spnStream>().remove(handle);
    if (!stream)
      return spnErrorInvalidResourceHandle;
    if (stream->capturing)
      abandonCapture(*stream);
    if (deviceQueues())
      retireQueue(*stream);
    stream->close();
    return spnSuccess;
  });
}

spnError_t spnStreamSynchronize(spnStream_t handle) {
  return withStream(__func__, handle, [](spnStream &stream) {
    if (hostThread().performing)
      return spnErrorNotPermitted; // in a host function
    if (spnError_t error = refuseIfCapturing(stream))
      return error;
    waitForStream(stream);
    trimPools(stream.device);
    return observe(device(stream.device));
  });
}

spnError_t spnStreamQuery(spnStream_t handle) {
  return withStream(__func__, handle, [](spnStream &stream) {
    if (spnError_t error = refuseIfCapturing(stream))
      return error;
    if (deviceQueues()) {
      bool idle = true;
      noteOutcome(stream.device, queueIsIdle(stream, idle));
      if (!idle)
        return spnErrorNotReady;
    } else {
      std::lock_guard lock(stream.mutex);
      if (stream.completed < stream.submitted)
        return spnErrorNotReady;
    }
    return observe(device(stream.device));
  });
}

spnError_t spnStreamWaitEvent(spnStream_t handle, spnEvent_t eventHandle, unsigned int flags) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (flags & ~static_cast<unsigned>(spnEventWaitExternal))
      return spnErrorInvalidValue;
    const std::shared_ptr<spnEvent> event = handles<spnEvent>().find(eventHandle);
    if (!event)
      return spnErrorInvalidResourceHandle;
    bool handled = false;
    const spnError_t error = captureWait(stream, *event, handled);
    return handled ? error : submit(stream, WaitCall{event, nullptr});
  });
}

spnError_t spnStreamAddCallback(spnStream_t handle, spnStreamCallback_t callback, void *userData,
                                unsigned int flags) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!callback || flags)
      return spnErrorInvalidValue;
    if (stream.capturing) {
      invalidateCapture(stream);
      return spnErrorStreamCaptureUnsupported;
    }
    return submit(stream, HostCall{nullptr, callback, handle, userData});
  });
}

spnError_t spnLaunchHostFunc(spnStream_t handle, spnHostFn_t function, void *userData) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    return function ? submit(stream, HostCall{function, nullptr, nullptr, userData})
                    : spnErrorInvalidValue;
  });
}

spnError_t spnStreamGetFlags(spnStream_t handle, unsigned int *flags) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!flags)
      return spnErrorInvalidValue;
    *flags = stream.flags;
    return spnSuccess;
  });
}

spnError_t spnStreamGetPriority(spnStream_t handle, int *priority) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!priority)
      return spnErrorInvalidValue;
    *priority = stream.priority;
    return spnSuccess;
  });
}

spnError_t spnStreamGetId(spnStream_t handle, unsigned long long *id) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!id)
      return spnErrorInvalidValue;
    *id = stream.id;
    return spnSuccess;
  });
}

spnError_t spnStreamGetDevice(spnStream_t handle, int *number) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!number)
      return spnErrorInvalidValue;
    *number = stream.device;
    return spnSuccess;
  });
}

spnError_t spnStreamGetAttribute(spnStream_t handle, spnStreamAttrID attribute,
                                 spnStreamAttrValue *value) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!value)
      return spnErrorInvalidValue;
    std::memset(value, 0, sizeof *value);
    if (attribute == spnStreamAttributePriority) {
      value->priority = stream.priority;
      return spnSuccess;
    }
    std::lock_guard lock(stream.mutex);
    auto it = stream.attributes.find(attribute);
    if (it != stream.attributes.end())
      *value = it->second;
    else if (attribute == spnStreamAttributeSynchronizationPolicy)
      value->syncPolicy = spnSyncPolicyAuto;
    return spnSuccess;
  });
}

// Hints, kept so that they can be read back.
spnError_t spnStreamSetAttribute(spnStream_t handle, spnStreamAttrID attribute,
                                 const spnStreamAttrValue *value) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if (!value || (attribute != spnStreamAttributeAccessPolicyWindow &&
                   attribute != spnStreamAttributeSynchronizationPolicy &&
                   attribute != spnStreamAttributeMemSyncDomainMap &&
                   attribute != spnStreamAttributeMemSyncDomain))
      return spnErrorInvalidValue;
    std::lock_guard lock(stream.mutex);
    stream.attributes[attribute] = *value;
    return spnSuccess;
  });
}

spnError_t spnStreamCopyAttributes(spnStream_t to, spnStream_t from) {
  return withStream(__func__, to, [&](spnStream &target) {
    const std::shared_ptr<spnStream> source = resolve(from);
    if (!source)
      return spnErrorInvalidResourceHandle;
    if (source.get() == &target)
      return spnSuccess;
    std::scoped_lock lock(target.mutex, source->mutex);
    target.attributes = source->attributes;
    return spnSuccess;
  });
}

} // extern "C"
