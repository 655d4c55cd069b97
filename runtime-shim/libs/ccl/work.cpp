// SPDX-License-Identifier: Apache-2.0
// Collectives on the host: the memory of all ranks is in one process, so every element is computed
// once, in the order of the ranks, and written wherever it belongs.
#include "libs/ccl/communicator.h"

#include "sampan/bf16.h"
#include "sampan/detail/execution.h"
#include "sampan/fp16.h"
#include "src/host_thread.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace spn::ccl {
namespace {

constexpr std::size_t partElements = 1 << 16;

struct Buffers {
  const void *send;
  void *receive;
};

struct Operation {
  Kind kind;
  spncclDataType_t type;
  spncclRedOp_t op;
  int root;
  std::size_t count;
  std::vector<Buffers> ranks; ///< or the receiver and the sender

  std::size_t elements() const {
    return kind == Kind::reduceScatter || kind == Kind::allGather ? count * ranks.size() : count;
  }
  void part(std::size_t first, std::size_t last) const;
};

template <class T> struct Sum {
  using Type = T;
};
template <> struct Sum<__half> {
  using Type = float;
};
template <> struct Sum<__nv_bfloat16> {
  using Type = float;
};
template <class T> using SumOf = typename Sum<T>::Type;

template <class S> S combine(spncclRedOp_t op, S a, S b) {
  switch (op) {
  case spncclProd:
    return static_cast<S>(a * b);
  case spncclMax:
    return a < b ? b : a;
  case spncclMin:
    return b < a ? b : a;
  default:
    return static_cast<S>(a + b);
  }
}

/// Elements [first, last) of the reduction of all senders, to each rank that wants them.
template <class T> void reducePart(const Operation &o, std::size_t first, std::size_t last) {
  using S = SumOf<T>;
  for (std::size_t i = first; i < last; ++i) {
    S sum = static_cast<S>(static_cast<const T *>(o.ranks[0].send)[i]);
    for (std::size_t r = 1; r < o.ranks.size(); ++r)
      sum = combine<S>(o.op, sum, static_cast<S>(static_cast<const T *>(o.ranks[r].send)[i]));
    if (o.op == spncclAvg)
      sum = static_cast<S>(sum / static_cast<S>(o.ranks.size()));
    const T result = static_cast<T>(sum);
    if (o.kind == Kind::reduceScatter)
      static_cast<T *>(o.ranks[i / o.count].receive)[i % o.count] = result;
    else if (o.kind == Kind::reduce)
      static_cast<T *>(o.ranks[static_cast<std::size_t>(o.root)].receive)[i] = result;
    else
      for (const Buffers &rank : o.ranks)
        static_cast<T *>(rank.receive)[i] = result;
  }
}

void copyElements(void *to, std::size_t toFirst, const void *from, std::size_t fromFirst,
                  std::size_t count, std::size_t size) {
  char *target = static_cast<char *>(to) + toFirst * size;
  const char *source = static_cast<const char *>(from) + fromFirst * size;
  if (target != source)
    std::memmove(target, source, count * size);
}

void copyPart(const Operation &o, std::size_t first, std::size_t last) {
  const std::size_t size = bytesOf(o.type);
  if (o.kind == Kind::broadcast) {
    const void *from = o.ranks[static_cast<std::size_t>(o.root)].send;
    for (const Buffers &rank : o.ranks)
      copyElements(rank.receive, first, from, first, last - first, size);
  } else if (o.kind == Kind::allGather) {
    for (std::size_t at = first; at < last;) {
      const std::size_t rank = at / o.count, here = at % o.count;
      const std::size_t count = std::min(last - at, o.count - here);
      for (const Buffers &each : o.ranks)
        copyElements(each.receive, at, o.ranks[rank].send, here, count, size);
      at += count;
    }
  } else {
    copyElements(o.ranks[0].receive, first, o.ranks[1].send, first, last - first, size);
  }
}

void Operation::part(std::size_t first, std::size_t last) const {
  if (kind != Kind::allReduce && kind != Kind::reduce && kind != Kind::reduceScatter)
    return copyPart(*this, first, last);
  switch (type) {
  case spncclInt8:
    return reducePart<signed char>(*this, first, last);
  case spncclUint8:
    return reducePart<unsigned char>(*this, first, last);
  case spncclInt32:
    return reducePart<int>(*this, first, last);
  case spncclUint32:
    return reducePart<unsigned>(*this, first, last);
  case spncclInt64:
    return reducePart<long long>(*this, first, last);
  case spncclUint64:
    return reducePart<unsigned long long>(*this, first, last);
  case spncclFloat16:
    return reducePart<__half>(*this, first, last);
  case spncclBfloat16:
    return reducePart<__nv_bfloat16>(*this, first, last);
  case spncclFloat64:
    return reducePart<double>(*this, first, last);
  default:
    return reducePart<float>(*this, first, last);
  }
}

struct Body {
  static void copy(void *to, const void *from) {
    ::new (to) Operation(*static_cast<const Operation *>(from));
  }
  static void destroy(void *operation) { static_cast<Operation *>(operation)->~Operation(); }
  static void run(const void *operation) {
    const auto &o = *static_cast<const Operation *>(operation);
    while (detail::nextThread()) {
      const std::size_t first = blockIdx.x * partElements;
      o.part(first, std::min(o.elements(), first + partElements));
    }
  }
};
const detail::KernelBody body = {"nccl operation", sizeof(Operation), alignof(Operation),
                                 &Body::copy,      &Body::destroy,    &Body::run,
                                 nullptr,          nullptr,           0};

bool agree(const Request &a, const Request &b) {
  const bool isPair = a.kind == Kind::receive && b.kind == Kind::send;
  return (a.kind == b.kind || isPair) && a.count == b.count && bytesOf(a.type) == bytesOf(b.type) &&
         a.op == b.op && (isPair || (a.type == b.type && a.root == b.root));
}

} // namespace

spncclResult_t perform(const std::vector<std::shared_ptr<Waiting>> &partners) {
  const Request &first = partners.front()->request;
  Operation operation = {first.kind, first.type, first.op, first.root, first.count, {}};
  for (const auto &partner : partners) {
    const Request &request = partner->request;
    if (!agree(first, request))
      return fail(spncclInvalidUsage, "ranks call %s and %s with different arguments",
                  nameOf(first.kind), nameOf(request.kind));
    operation.ranks.push_back({request.send, request.receive});
  }
  const std::size_t elements = operation.elements();
  if (!elements)
    return spncclSuccess;
  const std::shared_ptr<spnStream> stream = rt::resolve(first.stream);
  if (!stream)
    return fail(spncclUnhandledCudaError, "%s: no such stream", nameOf(first.kind));
  rt::KernelCall call;
  call.body = &body;
  call.closure = rt::copyClosure(body, &operation);
  call.grid = dim3(static_cast<unsigned>((elements + partElements - 1) / partElements));
  call.block = dim3(1);
  if (rt::submit(*stream, std::move(call)))
    return fail(spncclUnhandledCudaError, "%s could not be queued", nameOf(first.kind));
  return spncclSuccess;
}

} // namespace spn::ccl
