// SPDX-License-Identifier: Apache-2.0
// Stream capture. A capturing stream remembers the nodes that its next operation comes after; an
// event recorded in it carries them to other streams, which thereby take part.
#include "capture.h"

#include "host_thread.h"

#include <algorithm>

using namespace spn::rt;

namespace spn::rt {
namespace {

struct Captures {
  std::mutex mutex;
  std::vector<std::shared_ptr<Capture>> active;
  std::atomic<int> count{0};
  unsigned long long nextId = 1;
};

// Never destroyed, see handles().
Captures &captures() {
  static auto *all = new Captures;
  return *all;
}

/// The stream joins a capture; the caller holds the lock.
void join(spnStream &stream, const std::shared_ptr<Capture> &capture) {
  stream.capture = capture;
  stream.frontier.clear();
  stream.capturing = true;
  capture->streams.push_back(stream.weak_from_this());
}

void merge(std::vector<spnGraphNode_t> &into, const std::vector<spnGraphNode_t> &from) {
  for (spnGraphNode_t node : from)
    if (std::find(into.begin(), into.end(), node) == into.end())
      into.push_back(node);
}

spnError_t begin(spnStream &stream, spnStreamCaptureMode mode, spnGraph_t target,
                 const spnGraphNode_t *dependencies, std::size_t count) {
  if (mode < spnStreamCaptureModeGlobal || mode > spnStreamCaptureModeRelaxed ||
      (count && !dependencies))
    return spnErrorInvalidValue;
  // The legacy stream waits for everything, which no graph can express.
  if (stream.legacy)
    return spnErrorStreamCaptureUnsupported;
  auto capture = std::make_shared<Capture>();
  if (target) {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(target);
    if (!graph)
      return spnErrorInvalidValue;
    for (std::size_t i = 0; i < count; ++i)
      if (!graph->image->owns(dependencies[i]))
        return spnErrorInvalidValue;
    capture->graph = graph->image;
    capture->target = target;
  } else {
    capture->graph = std::make_shared<GraphImage>();
  }
  capture->mode = mode;
  capture->thread = std::this_thread::get_id();
  capture->origin = &stream;
  Captures &all = captures();
  std::lock_guard lock(all.mutex);
  if (stream.capture)
    return spnErrorIllegalState;
  capture->id = all.nextId++;
  join(stream, capture);
  stream.frontier.assign(dependencies, dependencies + count);
  all.active.push_back(capture);
  ++all.count;
  return spnSuccess;
}

/// Whether every node that another stream added comes before the origin's frontier.
bool joined(const Capture &capture, const spnStream &origin) {
  std::vector<spnGraphNode_t> reached, open = origin.frontier;
  while (!open.empty()) {
    spnGraphNode_t node = open.back();
    open.pop_back();
    if (std::find(reached.begin(), reached.end(), node) != reached.end())
      continue;
    reached.push_back(node);
    open.insert(open.end(), node->before.begin(), node->before.end());
  }
  for (const auto &weak : capture.streams)
    if (const auto stream = weak.lock(); stream && stream.get() != &origin)
      for (spnGraphNode_t node : stream->frontier)
        if (std::find(reached.begin(), reached.end(), node) == reached.end())
          return false;
  return true;
}

void leave(const Capture &capture) {
  for (const auto &weak : capture.streams)
    if (const auto stream = weak.lock()) {
      stream->capture = nullptr;
      stream->frontier.clear();
      stream->capturing = false;
    }
}

spnError_t end(spnStream &stream, spnGraph_t *result) {
  *result = nullptr;
  Captures &all = captures();
  std::lock_guard lock(all.mutex);
  const std::shared_ptr<Capture> capture = stream.capture;
  if (!capture)
    return spnErrorIllegalState;
  if (capture->origin != &stream)
    return spnErrorStreamCaptureUnmatched;
  if (capture->mode != spnStreamCaptureModeRelaxed && capture->thread != std::this_thread::get_id())
    return spnErrorStreamCaptureWrongThread;
  const bool complete = joined(*capture, stream);
  leave(*capture);
  all.active.erase(std::find(all.active.begin(), all.active.end(), capture));
  --all.count;
  if (capture->invalidated)
    return spnErrorStreamCaptureInvalidated;
  if (!complete)
    return spnErrorStreamCaptureUnjoined;
  if (capture->target) {
    *result = capture->target;
    return spnSuccess;
  }
  auto graph = std::make_shared<spnGraph>();
  graph->image = capture->graph;
  *result = handles<spnGraph>().add(std::move(graph));
  return spnSuccess;
}

spnError_t info(spnStream &stream, spnStreamCaptureStatus *status, unsigned long long *id,
                spnGraph_t *graph, const spnGraphNode_t **dependencies, std::size_t *count) {
  Captures &all = captures();
  std::lock_guard lock(all.mutex);
  if (!stream.capture) {
    *status = spnStreamCaptureStatusNone;
    return spnSuccess;
  }
  Capture &capture = *stream.capture;
  *status = capture.invalidated ? spnStreamCaptureStatusInvalidated : spnStreamCaptureStatusActive;
  if (capture.invalidated)
    return spnSuccess;
  if (id)
    *id = capture.id;
  if (graph) {
    // The graph gets its handle now; the end of the capture returns the same one.
    if (!capture.target) {
      auto made = std::make_shared<spnGraph>();
      made->image = capture.graph;
      capture.target = handles<spnGraph>().add(std::move(made));
    }
    *graph = capture.target;
  }
  if (dependencies)
    *dependencies = stream.frontier.data();
  if (count)
    *count = stream.frontier.size();
  return spnSuccess;
}

} // namespace

std::mutex &captureMutex() { return captures().mutex; }

bool anyCapture() { return captures().count.load(std::memory_order_relaxed) != 0; }

spnError_t captureWork(spnStream &stream, Work work) {
  std::lock_guard lock(captures().mutex);
  if (!stream.capture)
    return spnErrorStreamCaptureInvalidated;
  if (stream.capture->invalidated)
    return spnErrorStreamCaptureInvalidated;
  spnGraphNode *node =
      stream.capture->graph->add(std::move(work), stream.frontier.data(), stream.frontier.size());
  stream.frontier.assign(1, node);
  return spnSuccess;
}

spnError_t captureRecord(spnStream &stream, spnEvent &event) {
  std::lock_guard lock(captures().mutex);
  if (!stream.capture || stream.capture->invalidated)
    return spnErrorStreamCaptureInvalidated;
  std::lock_guard guard(event.mutex);
  event.capture = stream.capture;
  event.frontier = stream.frontier;
  return spnSuccess;
}

spnError_t captureWait(spnStream &stream, spnEvent &event, bool &handled) {
  if (!anyCapture())
    return spnSuccess;
  std::lock_guard lock(captures().mutex);
  std::lock_guard guard(event.mutex);
  const std::shared_ptr<Capture> &from = event.capture;
  handled = stream.capture || from;
  if (!handled)
    return spnSuccess;
  if (!from) {
    stream.capture->invalidated = true;
    return spnErrorStreamCaptureIsolation;
  }
  if (stream.legacy) {
    from->invalidated = true;
    return spnErrorStreamCaptureImplicit;
  }
  const auto &active = captures().active;
  if (std::find(active.begin(), active.end(), from) == active.end())
    return spnErrorCapturedEvent;
  if (stream.capture && stream.capture != from) {
    stream.capture->invalidated = from->invalidated = true;
    return spnErrorStreamCaptureMerge;
  }
  if (!stream.capture)
    join(stream, from);
  merge(stream.frontier, event.frontier);
  return spnSuccess;
}

void invalidateCapture(spnStream &stream) {
  std::lock_guard lock(captures().mutex);
  if (stream.capture)
    stream.capture->invalidated = true;
}

void abandonCapture(spnStream &stream) {
  std::lock_guard lock(captures().mutex);
  const std::shared_ptr<Capture> capture = stream.capture;
  if (!capture)
    return;
  capture->invalidated = true;
  if (capture->origin != &stream)
    return;
  leave(*capture);
  auto &active = captures().active;
  active.erase(std::find(active.begin(), active.end(), capture));
  --captures().count;
}

spnError_t refuseWhileCapturing(int number) {
  if (!anyCapture() || hostThread().captureMode == spnStreamCaptureModeRelaxed)
    return spnSuccess;
  std::lock_guard lock(captures().mutex);
  spnError_t error = spnSuccess;
  for (const auto &capture : captures().active) {
    const bool mine = capture->thread == std::this_thread::get_id();
    if (capture->origin->device != number || capture->mode == spnStreamCaptureModeRelaxed ||
        (!mine && (capture->mode == spnStreamCaptureModeThreadLocal ||
                   hostThread().captureMode == spnStreamCaptureModeThreadLocal)))
      continue;
    capture->invalidated = true;
    error = spnErrorStreamCaptureUnsupported;
  }
  return error;
}

} // namespace spn::rt

namespace {

template <class Body> spnError_t withStream(const char *function, spnStream_t handle, Body body) {
  return call(function, [&]() -> spnError_t {
    const std::shared_ptr<spnStream> stream = resolve(handle);
    return stream ? body(*stream) : spnErrorInvalidResourceHandle;
  });
}

} // namespace

extern "C" {

spnError_t spnStreamBeginCapture(spnStream_t handle, spnStreamCaptureMode mode) {
  return withStream(__func__, handle,
                    [&](spnStream &stream) { return begin(stream, mode, nullptr, nullptr, 0); });
}

spnError_t spnStreamBeginCaptureToGraph(spnStream_t handle, spnGraph_t graph,
                                        const spnGraphNode_t *dependencies,
                                        const spnGraphEdgeData *, size_t count,
                                        spnStreamCaptureMode mode) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    return graph ? begin(stream, mode, graph, dependencies, count) : spnErrorInvalidValue;
  });
}

spnError_t spnStreamEndCapture(spnStream_t handle, spnGraph_t *graph) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    return graph ? end(stream, graph) : spnErrorInvalidValue;
  });
}

spnError_t spnStreamIsCapturing(spnStream_t handle, spnStreamCaptureStatus *status) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    return status ? info(stream, status, nullptr, nullptr, nullptr, nullptr) : spnErrorInvalidValue;
  });
}

spnError_t spnStreamGetCaptureInfo(spnStream_t handle, spnStreamCaptureStatus *status,
                                   unsigned long long *id, spnGraph_t *graph,
                                   const spnGraphNode_t **dependencies, size_t *count) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    return status ? info(stream, status, id, graph, dependencies, count) : spnErrorInvalidValue;
  });
}

spnError_t spnStreamUpdateCaptureDependencies(spnStream_t handle, spnGraphNode_t *dependencies,
                                              size_t count, unsigned int flags) {
  return withStream(__func__, handle, [&](spnStream &stream) {
    if ((count && !dependencies) || flags > spnStreamSetCaptureDependencies)
      return spnErrorInvalidValue;
    std::lock_guard lock(captureMutex());
    if (!stream.capture)
      return spnErrorIllegalState;
    for (size_t i = 0; i < count; ++i)
      if (!stream.capture->graph->owns(dependencies[i]))
        return spnErrorInvalidValue;
    const std::vector<spnGraphNode_t> given(dependencies, dependencies + count);
    if (flags == spnStreamSetCaptureDependencies)
      stream.frontier = given;
    else
      merge(stream.frontier, given);
    return spnSuccess;
  });
}

spnError_t spnThreadExchangeStreamCaptureMode(spnStreamCaptureMode *mode) {
  return call(__func__, [&] {
    if (!mode || *mode < spnStreamCaptureModeGlobal || *mode > spnStreamCaptureModeRelaxed)
      return spnErrorInvalidValue;
    std::swap(*mode, hostThread().captureMode);
    return spnSuccess;
  });
}

} // extern "C"
