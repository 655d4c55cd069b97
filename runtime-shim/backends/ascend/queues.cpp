// SPDX-License-Identifier: Apache-2.0
// Streams and events of AscendCL as queues and marks.
#include "device.h"
#include "shared_memory.h"

#include <algorithm>
#include <cstring>

namespace spn::ascend {
namespace {

/// CUDA's 0 is the least urgent, less is more; AscendCL counts from 0, the most urgent, upwards.
std::uint32_t aclPriority(int priority) {
  std::int32_t least = 7, greatest = 0;
  if (acl().aclrtDeviceGetStreamPriorityRange)
    (void)acl().aclrtDeviceGetStreamPriorityRange(&least, &greatest);
  return static_cast<std::uint32_t>(std::clamp(least + priority, greatest, least));
}

spnError_t create(int device, int priority, void **queue) {
  if (spnError_t error = enter(device))
    return error;
  if (!acl().aclrtCreateStreamWithConfig)
    return SPN_ACL_CALL(aclrtCreateStream, queue);
  return SPN_ACL_CALL(aclrtCreateStreamWithConfig, queue, aclPriority(priority), 0u);
}

void destroy(int device, void *queue) {
  forgetQueue(device, queue);
  forgetMeeting(device, queue);
  if (enter(device) == spnSuccess)
    (void)SPN_ACL_CALL(aclrtDestroyStream, queue);
}

struct HostCopy {
  void *to;
  const void *from;
  std::size_t bytes;
};

/// AscendCL has no copy from host to host in a stream.
spnError_t copyOnHost(void *queue, void *to, const void *from, std::size_t bytes) {
  auto *job = new HostCopy{to, from, bytes};
  auto run = [](void *data) {
    auto *copy = static_cast<HostCopy *>(data);
    std::memmove(copy->to, copy->from, copy->bytes);
    delete copy;
  };
  if (spnError_t error = SPN_ACL_CALL(aclrtLaunchHostFunc, queue, run, job)) {
    delete job;
    return error;
  }
  return SPN_ACL_CALL(aclrtSynchronizeStream, queue);
}

spnError_t copyIn(int device, void *queue, void *to, const void *from, std::size_t bytes) {
  if (!bytes)
    return spnSuccess;
  if (spnError_t error = enter(device))
    return error;
  if (spnError_t error = moveOperand(device, queue, &to))
    return error;
  if (spnError_t error = moveOperand(device, queue, &from))
    return error;
  const AclCopyKind direction = directionOf(to, from);
  if (direction == hostToHost)
    return copyOnHost(queue, to, from, bytes);
  return SPN_ACL_CALL(aclrtMemcpyAsync, to, bytes, from, bytes, direction, queue);
}

spnError_t fillIn(int device, void *queue, void *to, int byte, std::size_t bytes) {
  if (!bytes)
    return spnSuccess;
  if (spnError_t error = enter(device))
    return error;
  if (spnError_t error = moveOperand(device, queue, &to))
    return error;
  return SPN_ACL_CALL(aclrtMemsetAsync, to, bytes, byte, bytes, queue);
}

spnError_t call(int device, void *queue, void (*function)(void *), void *data) {
  if (spnError_t error = enter(device))
    return error;
  return SPN_ACL_CALL(aclrtLaunchHostFunc, queue, function, data);
}

spnError_t synchronize(int device, void *queue) {
  if (spnError_t error = enter(device))
    return error;
  if (spnError_t error = SPN_ACL_CALL(aclrtSynchronizeStream, queue))
    return error;
  return settle(device);
}

spnError_t isIdle(int device, void *queue, bool *idle) {
  if (spnError_t error = enter(device))
    return error;
  int status = streamStatusComplete;
  const spnError_t error = SPN_ACL_CALL(aclrtStreamQuery, queue, &status);
  *idle = status == streamStatusComplete;
  return error == spnSuccess && *idle ? settle(device) : error;
}

spnError_t createMark(int device, bool timed, void **mark) {
  if (spnError_t error = enter(device))
    return error;
  return SPN_ACL_CALL(aclrtCreateEventExWithFlag, mark,
                      eventSync | eventProgress | (timed ? eventTimeLine : 0u));
}

void destroyMark(int device, void *mark) {
  if (enter(device) == spnSuccess)
    (void)SPN_ACL_CALL(aclrtDestroyEvent, mark);
}

spnError_t record(int device, void *queue, void *mark) {
  if (spnError_t error = enter(device))
    return error;
  return SPN_ACL_CALL(aclrtRecordEvent, mark, queue);
}

spnError_t wait(int device, void *queue, void *mark) {
  if (spnError_t error = enter(device))
    return error;
  return SPN_ACL_CALL(aclrtStreamWaitEvent, queue, mark);
}

spnError_t isReached(int device, void *mark, bool *reached) {
  if (spnError_t error = enter(device))
    return error;
  int status = 0;
  const spnError_t error = SPN_ACL_CALL(aclrtQueryEventStatus, mark, &status);
  *reached = status == eventStatusComplete;
  return error == spnSuccess && *reached ? settle(device) : error;
}

spnError_t waitFor(int device, void *mark) {
  if (spnError_t error = enter(device))
    return error;
  if (spnError_t error = SPN_ACL_CALL(aclrtSynchronizeEvent, mark))
    return error;
  return settle(device);
}

spnError_t elapsed(int device, void *start, void *end, float *milliseconds) {
  if (spnError_t error = enter(device))
    return error;
  return SPN_ACL_CALL(aclrtEventElapsedTime, milliseconds, start, end);
}

} // namespace

const DeviceQueues queues = {create, destroy,     copyIn,    fillIn,     runIn,
                             call,   synchronize, isIdle,    createMark, destroyMark,
                             record, wait,        isReached, waitFor,    elapsed};

} // namespace spn::ascend
