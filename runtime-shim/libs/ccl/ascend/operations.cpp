// SPDX-License-Identifier: Apache-2.0
// Operations by HCCL. Its calls may wait for other ranks until links are made, so the calls that a
// group makes for several ranks are made by a thread per rank. Messages of a rank in one group are
// one HcclBatchSendRecv.
#include "backends/ascend/device.h"
#include "libs/ccl/ascend/hccl.h"
#include "libs/ccl/communicator.h"
#include "src/log.h"

#include <thread>

namespace spn::ccl {
namespace {

int typeOf(spncclDataType_t type) {
  switch (type) {
  case spncclInt8:
    return 0;
  case spncclInt32:
    return 2;
  case spncclFloat16:
    return 3;
  case spncclInt64:
    return 5;
  case spncclUint64:
    return 6;
  case spncclUint8:
    return 7;
  case spncclUint32:
    return 9;
  case spncclFloat64:
    return 10;
  case spncclBfloat16:
    return 11;
  default:
    return 4; // float
  }
}

int opOf(spncclRedOp_t op) {
  return op == spncclProd ? 1 : op == spncclMax ? 2 : op == spncclMin ? 3 : 0;
}

bool isReduction(Kind kind) {
  return kind == Kind::allReduce || kind == Kind::reduce || kind == Kind::reduceScatter;
}

/// What HCCL has no counterpart of.
spncclResult_t refused(const Request &request) {
  if (!isReduction(request.kind))
    return spncclSuccess;
  if (request.op == spncclAvg)
    return fail(spncclInvalidUsage, "%s: HCCL has no average; reduce with ncclSum and scale",
                nameOf(request.kind));
  if (request.type == spncclFloat64)
    return fail(spncclInvalidUsage, "%s: HCCL reduces no double", nameOf(request.kind));
  if (request.type == spncclUint8 || request.type == spncclUint32 || request.type == spncclUint64)
    return fail(spncclInvalidUsage, "%s: HCCL reduces no unsigned integers", nameOf(request.kind));
  return spncclSuccess;
}

/// What one rank queues in one stream at a time.
struct Operation {
  std::vector<Request> requests; ///< one collective, or messages

  int run(void *queue) const {
    const Request &r = requests.front();
    void *comm = r.comm->hccl, *send = const_cast<void *>(r.send);
    const int type = typeOf(r.type), op = opOf(r.op);
    const auto root = static_cast<std::uint32_t>(r.root);
    switch (r.kind) {
    case Kind::allReduce:
      return hccl().HcclAllReduce(send, r.receive, r.count, type, op, comm, queue);
    case Kind::reduce:
      return hccl().HcclReduce(send, r.receive, r.count, type, op, root, comm, queue);
    case Kind::allGather:
      return hccl().HcclAllGather(send, r.receive, r.count, type, comm, queue);
    case Kind::reduceScatter:
      return hccl().HcclReduceScatter(send, r.receive, r.count, type, op, comm, queue);
    case Kind::broadcast:
      return broadcast(queue);
    default:
      return messages(queue);
    }
  }

private:
  /// HCCL's works in place.
  int broadcast(void *queue) const {
    const Request &r = requests.front();
    const std::size_t bytes = r.count * bytesOf(r.type);
    if (r.comm->rank == r.root && r.send != r.receive)
      if (int error = spn::ascend::acl().aclrtMemcpyAsync(r.receive, bytes, r.send, bytes,
                                                          spn::ascend::deviceToDevice, queue))
        return error;
    return hccl().HcclBroadcast(r.receive, r.count, typeOf(r.type),
                                static_cast<std::uint32_t>(r.root), r.comm->hccl, queue);
  }
  int messages(void *queue) const {
    std::vector<HcclSendRecvItem> items;
    for (const Request &r : requests) {
      const bool sends = r.kind == Kind::send;
      items.push_back({sends ? 0 : 1, sends ? const_cast<void *>(r.send) : r.receive, r.count,
                       typeOf(r.type), static_cast<std::uint32_t>(r.root)});
    }
    return hccl().HcclBatchSendRecv(items.data(), static_cast<std::uint32_t>(items.size()),
                                    requests.front().comm->hccl, queue);
  }
};

struct Body {
  static void copy(void *to, const void *from) {
    ::new (to) Operation(*static_cast<const Operation *>(from));
  }
  static void destroy(void *operation) { static_cast<Operation *>(operation)->~Operation(); }
  static void run(const void *operation, const detail::NativeLaunch &launch) {
    const auto &own = *static_cast<const Operation *>(operation);
    const int result = own.run(launch.stream);
    if (!result)
      return;
    rt::logLine("nccl: %s failed in HCCL with %d: %s", nameOf(own.requests.front().kind), result,
                hccl().HcclGetErrorString(result));
    spn::ascend::noteLaunch(spnErrorUnknown);
  }
};
const detail::KernelBody body = {"nccl operation", sizeof(Operation), alignof(Operation),
                                 &Body::copy,      &Body::destroy,    nullptr,
                                 nullptr,          &Body::run,        0};

spncclResult_t queue(const Operation &operation) {
  const Request &first = operation.requests.front();
  DeviceGuard guard(first.comm->device);
  const std::shared_ptr<spnStream> stream = rt::resolve(first.stream);
  if (!stream)
    return fail(spncclUnhandledCudaError, "%s: no such stream", nameOf(first.kind));
  rt::KernelCall call;
  call.body = &body;
  call.closure = rt::copyClosure(body, &operation);
  call.grid = call.block = dim3(1);
  if (rt::submit(*stream, std::move(call)))
    return fail(spncclUnhandledCudaError, "%s could not be queued", nameOf(first.kind));
  return spncclSuccess;
}

/// A rank's requests in order, messages that follow each other in one stream as one operation.
std::vector<Operation> operationsOf(const std::vector<Request> &requests) {
  std::vector<Operation> result;
  auto isMessage = [](const Request &r) { return r.kind == Kind::send || r.kind == Kind::receive; };
  for (const Request &request : requests)
    if (!result.empty() && isMessage(request) && isMessage(result.back().requests.front()) &&
        request.stream == result.back().requests.front().stream)
      result.back().requests.push_back(request);
    else
      result.push_back({{request}});
  return result;
}

} // namespace

spncclResult_t carryOutByHccl(const std::vector<Request> &requests) {
  std::map<spncclComm *, std::vector<Request>> ofRank;
  for (const Request &request : requests) {
    if (spncclResult_t result = refused(request); result != spncclSuccess)
      return result;
    ofRank[request.comm.get()].push_back(request);
  }
  std::vector<spncclResult_t> results(ofRank.size(), spncclSuccess);
  auto serve = [](const std::vector<Request> &own, spncclResult_t &result) {
    for (const Operation &operation : operationsOf(own))
      if (result == spncclSuccess)
        result = queue(operation);
  };
  if (ofRank.size() == 1)
    serve(ofRank.begin()->second, results.front());
  std::vector<std::thread> threads;
  if (std::size_t i = 0; ofRank.size() > 1)
    for (const auto &[comm, own] : ofRank)
      threads.emplace_back(serve, std::cref(own), std::ref(results[i++]));
  for (std::thread &thread : threads)
    thread.join();
  for (spncclResult_t result : results)
    if (result != spncclSuccess)
      return result;
  return spncclSuccess;
}

} // namespace spn::ccl
