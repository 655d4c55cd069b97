// SPDX-License-Identifier: Apache-2.0
// A stand-in for HCCL: ranks are devices of the AscendCL double. An operation is a task in the
// stream of each rank; the tasks meet, and the one that comes last computes for all. As in HCCL,
// the first operation of a communicator does not return before all ranks have called it, and one
// thread cannot serve two ranks. Complains about calls on the wrong device, about operands outside
// device memory, and about ranks that call different things.
#include "../acl/source/double.h"

#include <algorithm>
#include <cstring>
#include <map>

using namespace ascend_double;

extern "C" void ascendDoubleEnqueueKernel(void *handle, const char *name, int (*run)(void *),
                                          void (*drop)(void *), void *data);

namespace {

constexpr int parameterError = 1, internalError = 4, unsupported = 5;

struct RootInfo {
  char internal[4108];
};
struct Item {
  int direction;
  void *buffer;
  std::uint64_t count;
  int type;
  std::uint32_t remoteRank;
};

enum class Kind { allReduce, reduce, broadcast, allGather, reduceScatter, messages };

struct Call {
  Kind kind;
  char *send, *receive;
  std::uint64_t count;
  int type, op;
  std::uint32_t root;
  std::vector<Item> items;
};

struct World {
  std::uint32_t size = 0;
  std::mutex mutex;
  std::condition_variable changed;
  std::uint32_t joined = 0, linked = 0;
  std::vector<std::map<std::uint64_t, Call>> calls; ///< by rank and number
  std::map<std::uint64_t, std::uint32_t> arrived, left;
  std::map<std::uint64_t, int> outcomes;
};

struct Comm {
  std::shared_ptr<World> world;
  std::uint32_t rank;
  int device;
  std::uint64_t calls = 0;
};

struct All {
  std::mutex mutex;
  std::map<std::uint64_t, std::shared_ptr<World>> forming;
  std::set<Comm *> comms;
  std::uint64_t last = 0;
};
All &all() {
  static auto *state = new All;
  return *state;
}

std::size_t bytesOf(int type) {
  static const std::size_t sizes[] = {1, 2, 4, 2, 4, 8, 8, 1, 2, 4, 8, 2};
  return type >= 0 && type < 12 ? sizes[type] : 0;
}

struct Bfloat16 {
  std::uint16_t bits = 0;
  Bfloat16() = default;
  explicit Bfloat16(double value) {
    const auto x = static_cast<float>(value);
    std::uint32_t wide;
    std::memcpy(&wide, &x, sizeof wide);
    wide += 0x7fff + (wide >> 16 & 1);
    bits = static_cast<std::uint16_t>(wide >> 16);
  }
  explicit operator double() const {
    const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16;
    float x;
    std::memcpy(&x, &wide, sizeof x);
    return static_cast<double>(x);
  }
};

/// Calls `use` with a value of HcclDataType `type`.
template <class Use> auto withType(int type, Use use) {
  switch (type) {
  case 0:
    return use(std::int8_t());
  case 1:
    return use(std::int16_t());
  case 2:
    return use(std::int32_t());
  case 3:
    return use(_Float16());
  case 5:
    return use(std::int64_t());
  case 11:
    return use(Bfloat16());
  default:
    return use(float());
  }
}

double read(const char *p, int type) {
  return withType(type, [&](auto x) {
    std::memcpy(&x, p, sizeof x);
    return static_cast<double>(x);
  });
}

void write(char *p, int type, double value) {
  withType(type, [&](auto x) {
    x = static_cast<decltype(x)>(value);
    std::memcpy(p, &x, sizeof x);
  });
}

double combine(int op, double a, double b) {
  return op == 0 ? a + b : op == 1 ? a * b : op == 2 ? std::max(a, b) : std::min(a, b);
}

void reduceAll(std::vector<Call *> &ranks) {
  const Call &first = *ranks[0];
  const std::size_t size = bytesOf(first.type);
  const std::uint64_t total =
      first.kind == Kind::reduceScatter ? first.count * ranks.size() : first.count;
  for (std::uint64_t i = 0; i < total; ++i) {
    double sum = read(first.send + i * size, first.type);
    for (std::size_t r = 1; r < ranks.size(); ++r)
      sum = combine(first.op, sum, read(ranks[r]->send + i * size, first.type));
    for (std::size_t r = 0; r < ranks.size(); ++r) {
      if (first.kind == Kind::allReduce || (first.kind == Kind::reduce && r == first.root))
        write(ranks[r]->receive + i * size, first.type, sum);
      else if (first.kind == Kind::reduceScatter && r == i / first.count)
        write(ranks[r]->receive + i % first.count * size, first.type, sum);
    }
  }
}

/// Every message finds its partner, in the order of the items.
int exchange(std::vector<Call *> &ranks) {
  std::vector<std::vector<bool>> used;
  for (Call *call : ranks)
    used.emplace_back(call->items.size());
  for (std::size_t from = 0; from < ranks.size(); ++from)
    for (const Item &item : ranks[from]->items) {
      if (item.direction != 0)
        continue;
      const std::size_t to = item.remoteRank;
      bool found = false;
      for (std::size_t i = 0; i < ranks[to]->items.size() && !found; ++i) {
        const Item &other = ranks[to]->items[i];
        if (used[to][i] || other.direction != 1 || other.remoteRank != from)
          continue;
        if (other.count != item.count || other.type != item.type)
          return misuse(internalError, "messages of different sizes");
        std::memcpy(other.buffer, item.buffer, item.count * bytesOf(item.type));
        found = used[to][i] = true;
      }
      if (!found)
        return misuse(internalError, "rank %zu sends to %zu, which does not receive", from, to);
    }
  return 0;
}

int compute(std::vector<Call *> ranks) {
  const Call &first = *ranks[0];
  const std::size_t size = bytesOf(first.type);
  for (const Call *call : ranks)
    if (call->kind != first.kind ||
        (first.kind != Kind::messages && (call->count != first.count || call->type != first.type ||
                                          call->op != first.op || call->root != first.root)))
      return misuse(internalError, "ranks call different things");
  if (first.kind == Kind::messages)
    return exchange(ranks);
  if (first.kind == Kind::broadcast) {
    for (Call *call : ranks)
      if (call != ranks[first.root])
        std::memcpy(call->receive, ranks[first.root]->receive, first.count * size);
  } else if (first.kind == Kind::allGather) {
    for (Call *to : ranks)
      for (std::size_t r = 0; r < ranks.size(); ++r)
        std::memmove(to->receive + r * first.count * size, ranks[r]->send, first.count * size);
  } else {
    reduceAll(ranks);
  }
  return 0;
}

struct Queued {
  std::shared_ptr<World> world;
  std::uint64_t number;
};

int runQueued(void *data) {
  const std::unique_ptr<Queued> queued(static_cast<Queued *>(data));
  World &world = *queued->world;
  const std::uint64_t number = queued->number;
  std::unique_lock lock(world.mutex);
  if (++world.arrived[number] == world.size) {
    std::vector<Call *> ranks;
    for (auto &calls : world.calls)
      ranks.push_back(&calls[number]);
    world.outcomes[number] = compute(ranks);
    world.changed.notify_all();
  }
  world.changed.wait(lock, [&] { return world.outcomes.count(number); });
  const int outcome = world.outcomes[number];
  if (++world.left[number] == world.size)
    for (auto &calls : world.calls)
      calls.erase(number);
  return outcome ? ACL_ERROR_RT_VECTOR_CORE_EXCEPTION : 0;
}
void dropQueued(void *data) { delete static_cast<Queued *>(data); }

bool onDevice(const void *pointer, std::uint64_t bytes) {
  Block block;
  bool inside = false;
  return !bytes || (locate(pointer, bytes, &block, &inside) == Where::device && inside);
}

int queue(const char *name, void *handle, void *stream, Call call, std::uint64_t sent,
          std::uint64_t received) {
  if (notReady())
    return parameterError;
  auto *comm = static_cast<Comm *>(handle);
  {
    std::lock_guard lock(all().mutex);
    if (!all().comms.count(comm))
      return misuse(parameterError, "%s: no such communicator", name);
  }
  if (thisThread().context->device.number != comm->device)
    return misuse(parameterError, "%s: the communicator belongs to another device", name);
  const std::size_t size = call.kind == Kind::messages ? 1 : bytesOf(call.type);
  if (!size)
    return fail(parameterError, "%s: data type %d", name, call.type);
  if (!onDevice(call.send, sent * size) || !onDevice(call.receive, received * size))
    return misuse(parameterError, "%s: an operand is not in device memory", name);
  aclError error = 0;
  if (!streamOf(stream, error))
    return parameterError;
  World &world = *comm->world;
  const std::uint64_t number = ++comm->calls;
  {
    std::unique_lock lock(world.mutex);
    world.calls[comm->rank][number] = std::move(call);
    if (number == 1) { // links are made
      ++world.linked;
      world.changed.notify_all();
      world.changed.wait(lock, [&] { return world.linked >= world.size; });
    }
  }
  ascendDoubleEnqueueKernel(stream, name, runQueued, dropQueued, new Queued{comm->world, number});
  return 0;
}

bool isReducible(int type, int op) { return (type <= 5 || type == 11) && op >= 0 && op <= 3; }

char *bytes(void *p) { return static_cast<char *>(p); }

} // namespace

extern "C" {

ACL_FUNC_VISIBILITY int HcclGetRootInfo(RootInfo *info) {
  if (notReady() || !info)
    return parameterError;
  std::lock_guard lock(all().mutex);
  const std::uint64_t number = ++all().last;
  all().forming[number] = std::make_shared<World>();
  std::memset(info, 0x5a, sizeof *info); // all of it must arrive
  std::memcpy(info->internal + sizeof info->internal - sizeof number, &number, sizeof number);
  return 0;
}

ACL_FUNC_VISIBILITY int HcclCommInitRootInfo(std::uint32_t ranks, const RootInfo *info,
                                             std::uint32_t rank, void **comm) {
  if (notReady() || !info || !comm || rank >= ranks)
    return parameterError;
  std::uint64_t number = 0;
  std::memcpy(&number, info->internal + sizeof info->internal - sizeof number, sizeof number);
  std::shared_ptr<World> world;
  {
    std::lock_guard lock(all().mutex);
    auto it = all().forming.find(number);
    if (it == all().forming.end() || info->internal[0] != 0x5a)
      return misuse(parameterError, "this root info is none of HcclGetRootInfo");
    world = it->second;
  }
  std::unique_lock lock(world->mutex);
  world->size = ranks;
  world->calls.resize(ranks);
  ++world->joined;
  world->changed.notify_all();
  world->changed.wait(lock, [&] { return world->joined == ranks; });
  auto *made = new Comm{world, rank, thisThread().context->device.number};
  std::lock_guard guard(all().mutex);
  all().comms.insert(made);
  *comm = made;
  return 0;
}

ACL_FUNC_VISIBILITY int HcclCommDestroy(void *handle) {
  auto *comm = static_cast<Comm *>(handle);
  std::lock_guard lock(all().mutex);
  if (!all().comms.erase(comm))
    return misuse(parameterError, "destroyed a communicator that does not exist");
  delete comm;
  return 0;
}

ACL_FUNC_VISIBILITY const char *HcclGetErrorString(int result) {
  return result == 0 ? "no error" : result == unsupported ? "not supported" : "error";
}

ACL_FUNC_VISIBILITY int HcclAllReduce(void *send, void *receive, std::uint64_t count, int type,
                                      int op, void *comm, void *stream) {
  if (!isReducible(type, op))
    return unsupported;
  return queue("HcclAllReduce", comm, stream,
               {Kind::allReduce, bytes(send), bytes(receive), count, type, op, 0, {}}, count,
               count);
}

ACL_FUNC_VISIBILITY int HcclReduce(void *send, void *receive, std::uint64_t count, int type, int op,
                                   std::uint32_t root, void *comm, void *stream) {
  if (!isReducible(type, op))
    return unsupported;
  return queue("HcclReduce", comm, stream,
               {Kind::reduce, bytes(send), bytes(receive), count, type, op, root, {}}, count,
               receive ? count : 0);
}

ACL_FUNC_VISIBILITY int HcclBroadcast(void *buffer, std::uint64_t count, int type,
                                      std::uint32_t root, void *comm, void *stream) {
  return queue("HcclBroadcast", comm, stream,
               {Kind::broadcast, bytes(buffer), bytes(buffer), count, type, 0, root, {}}, count,
               count);
}

ACL_FUNC_VISIBILITY int HcclAllGather(void *send, void *receive, std::uint64_t count, int type,
                                      void *comm, void *stream) {
  const std::uint64_t ranks = comm ? static_cast<Comm *>(comm)->world->size : 0;
  return queue("HcclAllGather", comm, stream,
               {Kind::allGather, bytes(send), bytes(receive), count, type, 0, 0, {}}, count,
               count * ranks);
}

ACL_FUNC_VISIBILITY int HcclReduceScatter(void *send, void *receive, std::uint64_t count, int type,
                                          int op, void *comm, void *stream) {
  if (!isReducible(type, op))
    return unsupported;
  const std::uint64_t ranks = comm ? static_cast<Comm *>(comm)->world->size : 0;
  return queue("HcclReduceScatter", comm, stream,
               {Kind::reduceScatter, bytes(send), bytes(receive), count, type, op, 0, {}},
               count * ranks, count);
}

ACL_FUNC_VISIBILITY int HcclBatchSendRecv(Item *items, std::uint32_t count, void *comm,
                                          void *stream) {
  Call call = {Kind::messages, nullptr, nullptr, 0, 0, 0, 0, {items, items + count}};
  for (const Item &item : call.items)
    if (!onDevice(item.buffer, item.count * bytesOf(item.type)))
      return misuse(parameterError, "HcclBatchSendRecv: a buffer is not in device memory");
  return queue("HcclBatchSendRecv", comm, stream, std::move(call), 0, 0);
}

} // extern "C"
