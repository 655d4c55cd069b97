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

#include <cstring>
#include <new>

namespace spn::rt {
namespace {

/// Rows that follow each other without gaps are one long row.
void joinRows(const Region &a, const Region &b, std::size_t &width, std::size_t &height,
              std::size_t &depth) {
  if (height > 1 && a.pitch == width && b.pitch == width) {
    const std::size_t rows = height;
    height = 1;
    width *= rows;
  }
  if (depth > 1 && height == 1 && a.slice == width && b.slice == width) {
    width *= depth;
    depth = 1;
  }
}

spnError_t fillRow(char *row, const FillCall &fill, std::size_t elements) {
  const unsigned byte = fill.value & 0xff;
  if (fill.elementSize == 1)
    return backend().fill(row, static_cast<int>(byte), elements);
  // The first element, then copies of what is already there.
  const std::size_t total = elements * fill.elementSize;
  if (!total)
    return spnSuccess;
  spnError_t error = backend().copy(row, &fill.value, fill.elementSize);
  for (std::size_t done = fill.elementSize; error == spnSuccess && done < total;) {
    const std::size_t more = done < total - done ? done : total - done;
    error = backend().copy(row + done, row, more);
    done += more;
  }
  return error;
}

struct Performer {
  int device;

  spnError_t operator()(const EmptyCall &) const { return spnSuccess; }
  spnError_t operator()(const KernelCall &kernel) const {
    GridLaunch launch;
    launch.body = kernel.body;
    launch.closure = kernel.closure.get();
    launch.grid = kernel.grid;
    launch.block = kernel.block;
    launch.sharedBytes = kernel.sharedBytes;
    launch.device = device;
    launch.cooperative = kernel.cooperative;
    return performKernel(launch);
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
  std::size_t width = copy.width, height = copy.height, depth = copy.depth;
  if (!width || !height || !depth)
    return spnSuccess;
  joinRows(copy.to, copy.from, width, height, depth);
  for (std::size_t z = 0; z < depth; ++z)
    for (std::size_t y = 0; y < height; ++y) {
      char *to = copy.to.base + z * copy.to.slice + y * copy.to.pitch;
      const char *from = copy.from.base + z * copy.from.slice + y * copy.from.pitch;
      if (spnError_t error = backend().copy(to, from, width))
        return error;
    }
  return spnSuccess;
}

spnError_t performFill(const FillCall &fill) {
  std::size_t height = fill.height, depth = fill.depth;
  std::size_t width = fill.width * fill.elementSize;
  joinRows(fill.to, fill.to, width, height, depth);
  for (std::size_t z = 0; z < depth; ++z)
    for (std::size_t y = 0; y < height; ++y) {
      char *row = fill.to.base + z * fill.to.slice + y * fill.to.pitch;
      if (spnError_t error = fillRow(row, fill, width / fill.elementSize))
        return error;
    }
  return spnSuccess;
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
