// SPDX-License-Identifier: Apache-2.0
// On the host, the rank that comes last queues the operation for all: it waits for the streams of
// the others, and they wait for it, by events. So ranks may be served by one thread within a group,
// or by a thread each.
#include "libs/ccl/communicator.h"

#include "src/host_thread.h"

#include <algorithm>

namespace spn::ccl {

const char *nameOf(Kind kind) {
  static const char *const names[] = {"ncclAllReduce", "ncclReduce",        "ncclBroadcast",
                                      "ncclAllGather", "ncclReduceScatter", "ncclSend",
                                      "ncclRecv"};
  return names[static_cast<int>(kind)];
}

std::size_t bytesOf(spncclDataType_t type) {
  switch (type) {
  case spncclInt8:
  case spncclUint8:
    return 1;
  case spncclFloat16:
  case spncclBfloat16:
    return 2;
  case spncclInt32:
  case spncclUint32:
  case spncclFloat32:
    return 4;
  case spncclInt64:
  case spncclUint64:
  case spncclFloat64:
    return 8;
  default:
    return 0;
  }
}

namespace {

spncclResult_t marked(Waiting &waiting) {
  const Request &request = waiting.request;
  DeviceGuard guard(request.comm->device);
  for (spnEvent_t *event : {&waiting.before, &waiting.after})
    if (spnEventCreateWithFlags(event, spnEventDisableTiming))
      return fail(spncclUnhandledCudaError, "no event for %s", nameOf(request.kind));
  if (spnEventRecord(waiting.before, request.stream))
    return fail(spncclUnhandledCudaError, "%s: the stream cannot be used", nameOf(request.kind));
  return spncclSuccess;
}

/// Queues the operation in the stream of the first partner.
spncclResult_t meet(const std::vector<std::shared_ptr<Waiting>> &partners) {
  Waiting &leader = *partners.front();
  DeviceGuard guard(leader.request.comm->device);
  const spnStream_t stream = leader.request.stream;
  for (const auto &partner : partners)
    if (partner.get() != &leader && spnStreamWaitEvent(stream, partner->before, 0))
      return fail(spncclUnhandledCudaError, "streams cannot be ordered");
  const spncclResult_t result = perform(partners);
  if (spnEventRecord(leader.after, stream))
    return fail(spncclUnhandledCudaError, "streams cannot be ordered");
  for (const auto &partner : partners) {
    DeviceGuard own(partner->request.comm->device);
    if (partner.get() != &leader && spnStreamWaitEvent(partner->request.stream, leader.after, 0))
      return fail(spncclUnhandledCudaError, "streams cannot be ordered");
  }
  return result;
}

void finish(Clique &clique, const std::vector<std::shared_ptr<Waiting>> &partners) {
  const spncclResult_t result = meet(partners);
  for (const auto &partner : partners) {
    partner->met = true;
    partner->result = result;
  }
  clique.changed.notify_all();
}

/// The clique's mutex is held.
void meetCollective(Clique &clique) {
  if (std::any_of(clique.collectives.begin(), clique.collectives.end(),
                  [](const auto &queue) { return queue.empty(); }))
    return;
  std::vector<std::shared_ptr<Waiting>> partners;
  for (auto &queue : clique.collectives) {
    partners.push_back(queue.front());
    queue.pop_front();
  }
  finish(clique, partners);
}

void meetPair(Clique &clique, int from, int to) {
  auto &sends = clique.sends[{from, to}], &receives = clique.receives[{from, to}];
  if (sends.empty() || receives.empty())
    return;
  const std::vector<std::shared_ptr<Waiting>> partners = {receives.front(), sends.front()};
  sends.pop_front();
  receives.pop_front();
  finish(clique, partners);
}

void arrive(const std::shared_ptr<Waiting> &waiting) {
  const Request &request = waiting->request;
  const int rank = request.comm->rank;
  Clique &clique = *request.comm->clique;
  std::lock_guard lock(clique.mutex);
  if (request.kind == Kind::send) {
    clique.sends[{rank, request.root}].push_back(waiting);
    meetPair(clique, rank, request.root);
  } else if (request.kind == Kind::receive) {
    clique.receives[{request.root, rank}].push_back(waiting);
    meetPair(clique, request.root, rank);
  } else {
    clique.collectives[static_cast<std::size_t>(rank)].push_back(waiting);
    meetCollective(clique);
  }
}

spncclResult_t await(Waiting &waiting) {
  Clique &clique = *waiting.request.comm->clique;
  std::unique_lock lock(clique.mutex);
  clique.changed.wait(lock, [&] { return waiting.met || clique.aborted; });
  if (!waiting.met)
    return fail(spncclInternalError, "aborted");
  return waiting.result;
}

} // namespace

spncclResult_t carryOut(std::vector<Request> requests) {
  if (onAscend())
    return carryOutByHccl(requests);
  std::vector<std::shared_ptr<Waiting>> all;
  spncclResult_t result = spncclSuccess;
  for (Request &request : requests) {
    auto waiting = std::make_shared<Waiting>();
    waiting->request = std::move(request);
    if ((result = marked(*waiting)) != spncclSuccess)
      return result;
    all.push_back(std::move(waiting));
  }
  for (const auto &waiting : all)
    arrive(waiting);
  for (const auto &waiting : all) {
    const spncclResult_t own = await(*waiting);
    if (result == spncclSuccess)
      result = own;
    spnEventDestroy(waiting->before);
    spnEventDestroy(waiting->after);
  }
  return result;
}

} // namespace spn::ccl
