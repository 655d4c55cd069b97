// SPDX-License-Identifier: Apache-2.0
// Does one operation on the calling thread, by way of the back end.
#include "work.h"

#include "debug.h"
#include "device_state.h"
#include "graph_state.h"
#include "log.h"
#include "memory_state.h"
#include "stall.h"
#include "stream_state.h"
#include "work_rows.h"

#include <cstring>
#include <new>

namespace spn::rt {
namespace {

struct Performer {
  int device;

  spnError_t operator()(const EmptyCall &) const { return spnSuccess; }
  spnError_t operator()(const KernelCall &kernel) const {
    return performKernel(launchOf(kernel, device));
  }
  spnError_t operator()(const CopyCall &copy) const { return performCopy(copy); }
  spnError_t operator()(const FillCall &fill) const { return performFill(fill); }
  spnError_t operator()(const HostCall &host) const {
    if (host.function)
      host.function(host.data);
    else
      host.callback(host.stream, spnSuccess, host.data);
    return spnSuccess;
  }
  spnError_t operator()(const RecordCall &call) const {
    std::shared_ptr<EventRecord> record = call.record;
    if (!record) {
      record = std::make_shared<EventRecord>();
      std::lock_guard lock(call.event->mutex);
      call.event->latest = record;
      call.event->ticket = {};
    }
    record->nanoseconds = nowNanoseconds();
    record->done.store(true, std::memory_order_release);
    return spnSuccess;
  }
  spnError_t operator()(const WaitCall &call) const {
    Ticket ticket;
    {
      std::lock_guard lock(call.event->mutex);
      ticket = call.event->ticket;
    }
    if (ticket.stream)
      ticket.stream->waitFor(ticket.number);
    return spnSuccess;
  }
  // The address was fixed when the operation was made.
  spnError_t operator()(const AllocCall &call) const {
    if (call.memory && !findAllocation(call.pointer))
      useGraphMemory(call.pointer, call.params.bytesize, device, call.memory);
    return spnSuccess;
  }
  spnError_t operator()(const FreeCall &call) const { return release(call.pointer, false); }
  spnError_t operator()(const GraphCall &call) const { return performGraph(*call.graph, device); }
};

/// On a device that has faulted nothing runs, but waiting for an event must still end.
bool mayRun(const Work &work, int number) {
  return std::holds_alternative<RecordCall>(work) || !device(number).broken();
}

} // namespace

spnError_t perform(const Work &work, int number) {
  if (!mayRun(work, number)) {
    if (auto *host = std::get_if<HostCall>(&work))
      if (host->callback)
        host->callback(host->stream, device(number).sticky.load(), host->data);
    return spnSuccess;
  }
  return std::visit(Performer{number}, work);
}

spnError_t performKernel(const GridLaunch &launch) {
  StallWatch watch(launch.body->name);
  if (!logs(logLaunch))
    return backend().run(launch);
  const std::int64_t start = nowNanoseconds();
  const spnError_t error = backend().run(launch);
  logLine("launch: %s <<<(%u,%u,%u), (%u,%u,%u), %zu>>> on device %d: %.3f ms%s%s",
          launch.body->name, launch.grid.x, launch.grid.y, launch.grid.z, launch.block.x,
          launch.block.y, launch.block.z, launch.sharedBytes, launch.device,
          static_cast<double>(nowNanoseconds() - start) * 1e-6, error != spnSuccess ? ", " : "",
          error != spnSuccess ? spnGetErrorString(error) : "");
  return error;
}

spnError_t performCopy(const CopyCall &copy) {
  return forEachRow(copy, [](char *to, const char *from, std::size_t width) {
    return backend().copy(to, from, width);
  });
}

spnError_t performFill(const FillCall &fill) {
  return forEachRow(fill, [&](char *row, std::size_t elements) {
    return fillRow(row, fill, elements, backend().fill, backend().copy);
  });
}

std::shared_ptr<void> copyClosure(const detail::KernelBody &body, const void *closure) {
  void *storage = ::operator new(body.size, std::align_val_t{body.alignment});
  body.copy(storage, closure);
  return std::shared_ptr<void>(storage, [&body](void *object) {
    body.destroy(object);
    ::operator delete(object, std::align_val_t{body.alignment});
  });
}

} // namespace spn::rt
