// SPDX-License-Identifier: Apache-2.0
// Puts operations into the queue of a device: the counterpart of work.cpp for devices that work by
// themselves.
#include "device_issue.h"

#include "device_queue.h"
#include "graph_state.h"
#include "host_thread.h"
#include "memory_state.h"
#include "work_rows.h"

namespace spn::rt {
namespace {

struct Freed {
  std::mutex mutex;
  std::vector<void *> pointers;
  std::atomic<bool> any{false};
};
// Never destroyed, see handles().
Freed &freed() {
  static auto *all = new Freed;
  return *all;
}

void noteFreed(void *pointer) {
  std::lock_guard lock(freed().mutex);
  freed().pointers.push_back(pointer);
  freed().any = true;
}

/// A host function that the device calls when it comes to it.
struct HostJob {
  HostCall call;
  int device;
};

void runHostJob(void *data) {
  const std::unique_ptr<HostJob> job(static_cast<HostJob *>(data));
  HostThread &thread = hostThread();
  const int previous = thread.device;
  thread.device = job->device;
  ++thread.performing;
  if (job->call.function)
    job->call.function(job->call.data);
  else
    job->call.callback(job->call.stream, device(job->device).sticky.load(), job->call.data);
  --thread.performing;
  thread.device = previous;
}

struct Issuer {
  spnStream &stream;
  const DeviceQueues &queues = *deviceQueues();

  spnError_t copyRow(void *to, const void *from, std::size_t bytes) const {
    return queues.copy(stream.device, stream.deviceQueue, to, from, bytes);
  }

  spnError_t operator()(const EmptyCall &) const { return spnSuccess; }

  spnError_t operator()(const KernelCall &kernel) const {
    const GridLaunch launch = launchOf(kernel, stream.device);
    if (logs(logLaunch))
      logLine("launch: %s <<<(%u,%u,%u), (%u,%u,%u), %zu>>> queued on device %d", launch.body->name,
              launch.grid.x, launch.grid.y, launch.grid.z, launch.block.x, launch.block.y,
              launch.block.z, launch.sharedBytes, launch.device);
    return queues.run(launch, stream.deviceQueue);
  }

  spnError_t operator()(const CopyCall &copy) const {
    return forEachRow(copy, [&](char *to, const char *from, std::size_t width) {
      return copyRow(to, from, width);
    });
  }

  spnError_t operator()(const FillCall &fill) const {
    return forEachRow(fill, [&](char *row, std::size_t elements) {
      return fillRow(
          row, fill, elements,
          [&](char *to, int byte, std::size_t bytes) {
            return queues.fill(stream.device, stream.deviceQueue, to, byte, bytes);
          },
          [&](char *to, const void *from, std::size_t bytes) { return copyRow(to, from, bytes); });
    });
  }

  spnError_t operator()(const HostCall &host) const {
    auto job = std::make_unique<HostJob>(HostJob{host, stream.device});
    if (spnError_t error = queues.call(stream.device, stream.deviceQueue, &runHostJob, job.get()))
      return error;
    (void)job.release();
    return spnSuccess;
  }

  spnError_t operator()(const RecordCall &call) const {
    auto record = call.record ? call.record : std::make_shared<EventRecord>();
    const bool timed = !(call.event->flags & spnEventDisableTiming);
    spnError_t error = spnSuccess;
    if (!(record->mark = Mark::make(stream.device, timed, error)))
      return error;
    if ((error = queues.record(stream.device, stream.deviceQueue, record->mark->handle)))
      return error;
    std::lock_guard lock(call.event->mutex);
    call.event->latest = std::move(record);
    call.event->ticket = {};
    return spnSuccess;
  }

  spnError_t operator()(const WaitCall &call) const {
    std::shared_ptr<EventRecord> record = call.record;
    if (!record) {
      std::lock_guard lock(call.event->mutex);
      record = call.event->latest;
    }
    // An event that was never recorded is nothing to wait for.
    return record && record->mark ? queues.wait(stream.device, stream.deviceQueue, record->mark->handle)
                                  : spnSuccess;
  }

  // The address was fixed when the operation was made.
  spnError_t operator()(const AllocCall &call) const {
    if (call.memory && !findAllocation(call.pointer))
      useGraphMemory(call.pointer, call.params.bytesize, stream.device, call.memory);
    return spnSuccess;
  }

  spnError_t operator()(const FreeCall &call) const {
    return queues.call(stream.device, stream.deviceQueue, &noteFreed, call.pointer);
  }

  /// One after the other is one of the orders that a graph allows.
  spnError_t operator()(const GraphCall &call) const {
    std::vector<spnGraphNode *> ordered;
    if (!call.graph->order(ordered))
      return spnErrorInvalidValue;
    for (const spnGraphNode *node : ordered)
      if (node->enabled)
        if (spnError_t error = issue(stream, node->work))
          return error;
    return spnSuccess;
  }
};

} // namespace

spnError_t issue(spnStream &stream, const Work &work) { return std::visit(Issuer{stream}, work); }

void settleFrees() {
  if (!freed().any.load(std::memory_order_relaxed))
    return;
  std::vector<void *> pointers;
  {
    std::lock_guard lock(freed().mutex);
    pointers.swap(freed().pointers);
    freed().any = false;
  }
  for (void *pointer : pointers)
    (void)release(pointer, false);
}

} // namespace spn::rt
