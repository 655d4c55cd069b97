// SPDX-License-Identifier: Apache-2.0
// Making and ending of communicators, and questions to them.
#include "libs/ccl/communicator.h"

#include "libs/ccl/ascend/hccl.h"
#include "src/handle_table.h"
#include "src/host_thread.h"
#include "src/log.h"

#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <thread>

namespace spn::ccl {

namespace {

thread_local std::string message;

/// What a unique id of the host says.
struct HostId {
  char mark[16];
  long process;
  unsigned long long number;
};
constexpr char idMark[16] = "sampan-ccl-host";

struct Cliques {
  std::mutex mutex;
  std::map<unsigned long long, std::shared_ptr<Clique>> forming;
  unsigned long long last = 0;
};
Cliques &cliques() {
  static auto *all = new Cliques;
  return *all;
}

/// The rank joins the others of its id; returns when all have.
spncclResult_t join(const spncclUniqueId &id, spncclComm &comm) {
  HostId own;
  std::memcpy(&own, id.internal, sizeof own);
  if (std::memcmp(own.mark, idMark, sizeof idMark) != 0)
    return fail(spncclInvalidArgument, "the unique id is none of ncclGetUniqueId");
  if (own.process != getpid())
    return fail(spncclSystemError,
                "the unique id is of process %ld: on the host, all ranks must be devices of one "
                "process",
                own.process);
  std::shared_ptr<Clique> clique;
  {
    std::lock_guard lock(cliques().mutex);
    auto &forming = cliques().forming[own.number];
    if (!forming) {
      forming = std::make_shared<Clique>(comm.size);
      forming->collectives.resize(static_cast<std::size_t>(comm.size));
    }
    clique = forming;
  }
  std::unique_lock lock(clique->mutex);
  if (clique->ranks.size() != static_cast<std::size_t>(comm.size))
    return fail(spncclInvalidUsage, "ranks disagree on their number");
  auto &place = clique->ranks[static_cast<std::size_t>(comm.rank)];
  if (place)
    return fail(spncclInvalidUsage, "rank %d is there twice", comm.rank);
  place = &comm;
  comm.clique = clique;
  ++clique->joined;
  clique->changed.notify_all();
  clique->changed.wait(lock, [&] { return clique->joined == comm.size || clique->aborted; });
  lock.unlock();
  std::lock_guard all(cliques().mutex);
  cliques().forming.erase(own.number);
  return clique->aborted ? fail(spncclInternalError, "aborted") : spncclSuccess;
}

spncclResult_t initialise(const spncclUniqueId &id, spncclComm &comm) {
  return onAscend() ? initialiseByHccl(id, comm) : join(id, comm);
}

/// Calls of ncclCommInitRank in a group come together at its end.
struct Joining {
  spncclUniqueId id;
  std::shared_ptr<spncclComm> comm;
};
struct Group {
  int depth = 0;
  std::vector<Request> requests;
  std::vector<Joining> joining;
};
thread_local Group group;

/// Each rank on a thread of its own, since each waits for the others.
spncclResult_t joinAll(const std::vector<Joining> &all) {
  std::vector<spncclResult_t> results(all.size(), spncclSuccess);
  std::vector<std::string> messages(all.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < all.size(); ++i)
    threads.emplace_back([&, i] {
      DeviceGuard guard(all[i].comm->device);
      results[i] = initialise(all[i].id, *all[i].comm);
      messages[i] = message;
    });
  for (std::thread &thread : threads)
    thread.join();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (results[i] != spncclSuccess) {
      message = messages[i];
      return results[i];
    }
  return spncclSuccess;
}

std::shared_ptr<spncclComm> commOf(spncclComm_t handle) {
  return rt::handles<spncclComm>().find(handle);
}

/// Calls body(comm) for a communicator that exists.
template <class Body> spncclResult_t withComm(spncclComm_t handle, Body body) {
  const auto comm = commOf(handle);
  return comm ? body(*comm)
              : fail(spncclInvalidArgument, "%p is no communicator", static_cast<void *>(handle));
}

spncclResult_t waitFor(const spncclComm &comm) {
  DeviceGuard guard(comm.device);
  return spnDeviceSynchronize() ? fail(spncclUnhandledCudaError, "the device failed")
                                : spncclSuccess;
}

spncclResult_t end(spncclComm_t handle, bool abort) {
  const auto comm = rt::handles<spncclComm>().remove(handle);
  if (!comm)
    return fail(spncclInvalidArgument, "%p is no communicator", static_cast<void *>(handle));
  if (comm->clique && abort) {
    std::lock_guard lock(comm->clique->mutex);
    comm->clique->aborted = true;
    comm->clique->changed.notify_all();
  }
  const spncclResult_t result = abort ? spncclSuccess : waitFor(*comm);
  if (comm->hccl)
    endHccl(*comm);
  return result;
}

} // namespace

const std::string &lastMessage() { return message; }

spncclResult_t fail(spncclResult_t result, const char *format, ...) {
  char text[400];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  message = text;
  if (rt::logs(rt::logApi))
    rt::logLine("nccl: %s", text);
  return result;
}

bool onAscend() {
  static const bool ascend = std::strcmp(backend().name, "ascend") == 0;
  return ascend;
}

DeviceGuard::DeviceGuard(int device) {
  previous = rt::hostThread().device;
  rt::hostThread().device = device;
}
DeviceGuard::~DeviceGuard() { rt::hostThread().device = previous; }

/// In a group, kept until its end.
spncclResult_t request(Request request, spncclComm_t handle) {
  request.comm = commOf(handle);
  if (!request.comm)
    return fail(spncclInvalidArgument, "%p is no communicator", static_cast<void *>(handle));
  if (!bytesOf(request.type))
    return fail(spncclInvalidArgument, "%d is no data type", request.type);
  if (request.root < 0 || request.root >= request.comm->size)
    return fail(spncclInvalidArgument, "there is no rank %d", request.root);
  if (request.op < spncclSum || request.op > spncclAvg)
    return fail(spncclInvalidArgument, "%d is no operator", request.op);
  if (!group.depth)
    return carryOut({std::move(request)});
  group.requests.push_back(std::move(request));
  return spncclSuccess;
}

} // namespace spn::ccl

using namespace spn::ccl;
using spn::rt::handles;

extern "C" {

spncclResult_t spncclGetVersion(int *version) {
  if (!version)
    return fail(spncclInvalidArgument, "null");
  *version = SPNCCL_VERSION_CODE;
  return spncclSuccess;
}

const char *spncclGetErrorString(spncclResult_t result) {
  static const char *const texts[] = {
      "no error",
      "unhandled cuda error (run with SAMPAN_LOG=api for details)",
      "unhandled system error (run with SAMPAN_LOG=api for details)",
      "internal error - please report this issue to the Sampan developers",
      "invalid argument (run with SAMPAN_LOG=api for details)",
      "invalid usage (run with SAMPAN_LOG=api for details)",
      "remote process exited or there was a network error",
      "NCCL operation in progress"};
  return result >= spncclSuccess && result < spncclNumResults ? texts[result]
                                                              : "unknown result code";
}

const char *spncclGetLastError(spncclComm_t) { return lastMessage().c_str(); }

spncclResult_t spncclGetUniqueId(spncclUniqueId *uniqueId) {
  if (!uniqueId)
    return fail(spncclInvalidArgument, "null");
  std::memset(uniqueId, 0, sizeof *uniqueId);
  if (onAscend())
    return uniqueIdOfHccl(*uniqueId);
  HostId id = {};
  std::memcpy(id.mark, idMark, sizeof idMark);
  id.process = getpid();
  std::lock_guard lock(cliques().mutex);
  id.number = ++cliques().last;
  std::memcpy(uniqueId->internal, &id, sizeof id);
  return spncclSuccess;
}

spncclResult_t spncclCommInitRank(spncclComm_t *comm, int nranks, spncclUniqueId commId, int rank) {
  if (!comm || nranks < 1 || rank < 0 || rank >= nranks)
    return fail(spncclInvalidArgument, "rank %d of %d", rank, nranks);
  if (!spn::rt::isDevice(spn::rt::hostThread().device))
    return fail(spncclUnhandledCudaError, "there is no device");
  auto made = std::make_shared<spncclComm>();
  made->rank = rank;
  made->size = nranks;
  made->device = spn::rt::hostThread().device;
  *comm = handles<spncclComm>().add(made);
  if (group.depth) {
    group.joining.push_back({commId, std::move(made)});
    return spncclSuccess;
  }
  const spncclResult_t result = initialise(commId, *made);
  if (result != spncclSuccess)
    handles<spncclComm>().remove(*comm);
  return result;
}

spncclResult_t spncclCommInitAll(spncclComm_t *comms, int ndev, const int *devlist) {
  int devices = 0;
  if (!comms || ndev < 1)
    return fail(spncclInvalidArgument, "%d devices", ndev);
  if (spnGetDeviceCount(&devices) || (!devlist && ndev > devices))
    return fail(spncclInvalidArgument, "%d devices are asked for, there are %d", ndev, devices);
  spncclUniqueId id;
  spncclResult_t result = spncclGetUniqueId(&id);
  if (result != spncclSuccess)
    return result;
  spncclGroupStart();
  for (int i = 0; i < ndev && result == spncclSuccess; ++i) {
    const int device = devlist ? devlist[i] : i;
    DeviceGuard guard(device);
    result = device < 0 || device >= devices ? fail(spncclInvalidArgument, "no device %d", device)
                                             : spncclCommInitRank(&comms[i], ndev, id, i);
  }
  if (result != spncclSuccess)
    group.joining.clear();
  const spncclResult_t ended = spncclGroupEnd();
  return result != spncclSuccess ? result : ended;
}

spncclResult_t spncclCommFinalize(spncclComm_t comm) {
  return withComm(comm, [](spncclComm &own) { return waitFor(own); });
}
spncclResult_t spncclCommDestroy(spncclComm_t comm) { return end(comm, false); }
spncclResult_t spncclCommAbort(spncclComm_t comm) { return end(comm, true); }

spncclResult_t spncclCommGetAsyncError(spncclComm_t comm, spncclResult_t *asyncError) {
  return withComm(comm, [&](spncclComm &own) {
    if (!asyncError)
      return fail(spncclInvalidArgument, "null");
    std::lock_guard lock(own.mutex);
    *asyncError = own.asyncError;
    return spncclSuccess;
  });
}

#define QUESTION(name, member)                                                                     \
  spncclResult_t name(spncclComm_t comm, int *out) {                                               \
    return withComm(comm, [&](spncclComm &own) {                                                   \
      if (!out)                                                                                    \
        return fail(spncclInvalidArgument, "null");                                                \
      *out = own.member;                                                                           \
      return spncclSuccess;                                                                        \
    });                                                                                            \
  }
QUESTION(spncclCommCount, size)
QUESTION(spncclCommCuDevice, device)
QUESTION(spncclCommUserRank, rank)

spncclResult_t spncclAllReduce(const void *sendbuff, void *recvbuff, size_t count,
                               spncclDataType_t datatype, spncclRedOp_t op, spncclComm_t comm,
                               spnStream_t stream) {
  return request({Kind::allReduce, sendbuff, recvbuff, count, datatype, op, 0, nullptr, stream},
                 comm);
}
spncclResult_t spncclReduce(const void *sendbuff, void *recvbuff, size_t count,
                            spncclDataType_t datatype, spncclRedOp_t op, int root,
                            spncclComm_t comm, spnStream_t stream) {
  return request({Kind::reduce, sendbuff, recvbuff, count, datatype, op, root, nullptr, stream},
                 comm);
}
spncclResult_t spncclBroadcast(const void *sendbuff, void *recvbuff, size_t count,
                               spncclDataType_t datatype, int root, spncclComm_t comm,
                               spnStream_t stream) {
  return request(
      {Kind::broadcast, sendbuff, recvbuff, count, datatype, spncclSum, root, nullptr, stream},
      comm);
}
spncclResult_t spncclBcast(void *buff, size_t count, spncclDataType_t datatype, int root,
                           spncclComm_t comm, spnStream_t stream) {
  return spncclBroadcast(buff, buff, count, datatype, root, comm, stream);
}
spncclResult_t spncclAllGather(const void *sendbuff, void *recvbuff, size_t sendcount,
                               spncclDataType_t datatype, spncclComm_t comm, spnStream_t stream) {
  return request(
      {Kind::allGather, sendbuff, recvbuff, sendcount, datatype, spncclSum, 0, nullptr, stream},
      comm);
}
spncclResult_t spncclReduceScatter(const void *sendbuff, void *recvbuff, size_t recvcount,
                                   spncclDataType_t datatype, spncclRedOp_t op, spncclComm_t comm,
                                   spnStream_t stream) {
  return request(
      {Kind::reduceScatter, sendbuff, recvbuff, recvcount, datatype, op, 0, nullptr, stream}, comm);
}
spncclResult_t spncclSend(const void *sendbuff, size_t count, spncclDataType_t datatype, int peer,
                          spncclComm_t comm, spnStream_t stream) {
  return request({Kind::send, sendbuff, nullptr, count, datatype, spncclSum, peer, nullptr, stream},
                 comm);
}
spncclResult_t spncclRecv(void *recvbuff, size_t count, spncclDataType_t datatype, int peer,
                          spncclComm_t comm, spnStream_t stream) {
  return request(
      {Kind::receive, nullptr, recvbuff, count, datatype, spncclSum, peer, nullptr, stream}, comm);
}

spncclResult_t spncclGroupStart(void) {
  ++group.depth;
  return spncclSuccess;
}

spncclResult_t spncclGroupEnd(void) {
  if (!group.depth)
    return fail(spncclInvalidUsage, "there is no group to end");
  if (--group.depth)
    return spncclSuccess;
  Group ended = std::move(group);
  group = {};
  if (const spncclResult_t result = joinAll(ended.joining); result != spncclSuccess)
    return result;
  return ended.requests.empty() ? spncclSuccess : carryOut(std::move(ended.requests));
}

} // extern "C"
