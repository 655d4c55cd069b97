// SPDX-License-Identifier: Apache-2.0
// Opening and ending of queues, marks, and the order between streams: the legacy default stream
// waits for the blocking streams of its device and they wait for it.
#include "device_queue.h"

#include "device_issue.h"

#include <utility>

namespace spn::rt {
namespace {

struct Marks {
  std::mutex mutex;
  std::map<std::pair<int, bool>, std::vector<void *>> idle; ///< by device and whether timed
  std::map<int, unsigned> generation;                       ///< grows when a device is reset
};
// Never destroyed, see handles().
Marks &marks() {
  static auto *all = new Marks;
  return *all;
}

struct Retired {
  std::mutex mutex;
  std::vector<std::pair<int, void *>> queues;
};
Retired &retired() {
  static auto *all = new Retired;
  return *all;
}

unsigned generationOf(int device) {
  std::lock_guard lock(marks().mutex);
  return marks().generation[device];
}

/// Ends retired queues that have become idle.
void sweepRetired() {
  std::lock_guard lock(retired().mutex);
  auto &queues = retired().queues;
  for (std::size_t i = 0; i < queues.size();) {
    bool idle = false;
    auto [device, queue] = queues[i];
    if (deviceQueues()->isIdle(device, queue, &idle) != spnSuccess || !idle) {
      ++i;
      continue;
    }
    deviceQueues()->destroy(device, queue);
    queues[i] = queues.back();
    queues.pop_back();
  }
}

/// Order in which operations of different streams were submitted. Guards the queue members of all
/// streams.
std::mutex &submission() {
  static auto *mutex = new std::mutex;
  return *mutex;
}

spnError_t open(spnStream &stream) {
  if (stream.deviceQueue)
    return spnSuccess;
  sweepRetired();
  return deviceQueues()->create(stream.device, stream.priority, &stream.deviceQueue);
}

bool isBlocking(const spnStream &stream) {
  return !stream.legacy && !(stream.flags & spnStreamNonBlocking);
}

/// Whether all that the queue was given is done. A recorded tail is no work of the program.
spnError_t isDone(spnStream &stream, bool &done) {
  done = true;
  if (!stream.deviceQueue)
    return spnSuccess;
  if (spnError_t error = deviceQueues()->isIdle(stream.device, stream.deviceQueue, &done))
    return error;
  if (done || !stream.tail || stream.tail->position != stream.queued)
    return spnSuccess;
  return deviceQueues()->isReached(stream.device, stream.tail->handle, &done);
}

/// What `later` does from now on waits for all that `earlier` has been given.
spnError_t follow(spnStream &later, spnStream &earlier) {
  bool done = false;
  spnError_t error = isDone(earlier, done);
  if (error || done)
    return error;
  if (!earlier.tail && !(earlier.tail = Mark::make(earlier.device, false, error)))
    return error;
  if (earlier.tail->position != earlier.queued) {
    if ((error = deviceQueues()->record(earlier.device, earlier.deviceQueue, earlier.tail->handle)))
      return error;
    earlier.tail->position = earlier.queued;
  }
  return deviceQueues()->wait(later.device, later.deviceQueue, earlier.tail->handle);
}

spnError_t orderImplicitly(spnStream &stream) {
  if (stream.legacy) {
    for (const auto &other : handles<spnStream>().all()) {
      if (other->device != stream.device || !isBlocking(*other) || !other->deviceQueue ||
          other->queued == other->queuedForLegacy)
        continue;
      if (spnError_t error = follow(stream, *other))
        return error;
      other->queuedForLegacy = other->queued;
    }
  } else if (isBlocking(stream)) {
    spnStream &legacy = *device(stream.device).legacy;
    if (!legacy.deviceQueue || legacy.queued == stream.legacyQueued)
      return spnSuccess;
    if (spnError_t error = follow(stream, legacy))
      return error;
    stream.legacyQueued = legacy.queued;
  }
  return spnSuccess;
}

spnError_t prepare(spnStream &stream) {
  std::lock_guard order(submission());
  if (spnError_t error = open(stream))
    return error;
  return orderImplicitly(stream);
}

} // namespace

const DeviceQueues *deviceQueues() {
  static const DeviceQueues *const queues = backend().queues;
  return queues;
}

Mark::Mark(int number, bool hasTime, void *mark)
    : device(number), timed(hasTime), handle(mark), generation(generationOf(number)) {}

std::shared_ptr<Mark> Mark::make(int device, bool timed, spnError_t &error) {
  void *handle = nullptr;
  {
    std::lock_guard lock(marks().mutex);
    auto &idle = marks().idle[{device, timed}];
    if (!idle.empty()) {
      handle = idle.back();
      idle.pop_back();
    }
  }
  error = handle ? spnSuccess : deviceQueues()->createMark(device, timed, &handle);
  return error ? nullptr : std::shared_ptr<Mark>(new Mark(device, timed, handle));
}

Mark::~Mark() {
  std::lock_guard lock(marks().mutex);
  if (generation == marks().generation[device])
    marks().idle[{device, timed}].push_back(handle);
}

spnError_t enqueueOnDevice(spnStream &stream, Work work) {
  if (spnError_t error = prepare(stream))
    return error;
  const spnError_t error = issue(stream, work);
  // Counted now and not before: others that order themselves behind it must find it in the queue.
  std::lock_guard order(submission());
  ++stream.queued;
  return error;
}

spnError_t synchronizeQueue(spnStream &stream) {
  void *queue = nullptr;
  {
    std::lock_guard order(submission());
    queue = stream.deviceQueue;
  }
  return queue ? deviceQueues()->synchronize(stream.device, queue) : spnSuccess;
}

spnError_t queueIsIdle(spnStream &stream, bool &idle) {
  std::lock_guard order(submission());
  return isDone(stream, idle);
}

void retireQueue(spnStream &stream) {
  std::lock_guard order(submission());
  if (!stream.deviceQueue)
    return;
  // What the legacy stream does later waits for this stream too, though it is gone.
  spnStream &legacy = *device(stream.device).legacy;
  if (isBlocking(stream) && stream.queued != stream.queuedForLegacy && open(legacy) == spnSuccess)
    (void)follow(legacy, stream);
  std::lock_guard lock(retired().mutex); // not before: open() takes it
  retired().queues.emplace_back(stream.device, stream.deviceQueue);
  stream.deviceQueue = nullptr;
}

void dropQueues(int number) {
  std::lock_guard order(submission());
  const DeviceQueues &queues = *deviceQueues();
  auto end = [&](spnStream &stream) {
    if (stream.deviceQueue)
      queues.destroy(number, stream.deviceQueue);
    stream.deviceQueue = nullptr;
    stream.tail = nullptr;
    stream.queued = stream.queuedForLegacy = stream.legacyQueued = 0;
  };
  for (const auto &stream : handles<spnStream>().all())
    if (stream->device == number)
      end(*stream);
  end(*device(number).legacy);
  {
    std::lock_guard lock(retired().mutex);
    std::erase_if(retired().queues, [&](auto &entry) {
      if (entry.first == number)
        queues.destroy(number, entry.second);
      return entry.first == number;
    });
  }
  std::lock_guard lock(marks().mutex);
  ++marks().generation[number];
  for (bool timed : {false, true})
    for (void *mark : std::exchange(marks().idle[{number, timed}], {}))
      queues.destroyMark(number, mark);
}

} // namespace spn::rt
