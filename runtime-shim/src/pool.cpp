// SPDX-License-Identifier: Apache-2.0
// Memory pools. A block that is freed in stream order stays with its pool and is handed out again;
// what exceeds the pool's release threshold goes back to the back end when the program waits.
#include "debug.h"
#include "device_queue.h"
#include "device_state.h"
#include "handle_table.h"
#include "pool_state.h"

#include <algorithm>
#include <atomic>

namespace spn::rt {
namespace {

constexpr std::size_t granularity = 512;

std::size_t blockSize(std::size_t bytes) {
  return (bytes + granularity - 1) / granularity * granularity;
}

/// Some pool holds free blocks, so waiting has to look.
std::atomic<bool> freeBlocks{false};

} // namespace

void Counter::add(std::uint64_t bytes) {
  now += bytes;
  high = std::max(high, now);
}

GraphMemory &graphMemory(int device) {
  static auto *all = new std::map<int, GraphMemory>; // never destroyed, see handles()
  static auto *mutex = new std::mutex;
  std::lock_guard lock(*mutex);
  return (*all)[device];
}

spnMemPool_t makeDefaultPool(int device) {
  auto pool = std::make_shared<spnMemPool>(device);
  pool->isDefault = true;
  return handles<spnMemPool>().add(std::move(pool));
}

spnError_t poolAllocate(spnMemPool_t handle, std::size_t bytes, const void *caller, void **out) {
  const std::shared_ptr<spnMemPool> pool = handles<spnMemPool>().find(handle);
  if (!pool)
    return spnErrorInvalidValue;
  settleFrees();
  const std::size_t wanted = blockSize(bytes);
  void *pointer = nullptr;
  {
    std::lock_guard lock(pool->mutex);
    // Not one much larger: its rest couldn't be used.
    auto it = pool->free.lower_bound(wanted);
    if (it != pool->free.end() && it->first <= wanted + wanted / 4) {
      pointer = it->second;
      pool->free.erase(it);
    } else if (pool->limit && pool->reserved.now + wanted > pool->limit) {
      return spnErrorMemoryAllocation;
    }
  }
  if (!pointer) {
    if (wanted > totalBytes(pool->device))
      return spnErrorMemoryAllocation;
    if (spnError_t error = backend().allocate(pool->device, wanted, &pointer))
      return error;
    std::lock_guard lock(pool->mutex);
    pool->blocks[pointer] = wanted;
    pool->reserved.add(wanted);
  }
  {
    std::lock_guard lock(pool->mutex);
    pool->used.add(pool->blocks[pointer]);
  }
  Allocation allocation;
  allocation.pointer = pointer;
  allocation.bytes = bytes;
  allocation.device = pool->device;
  allocation.caller = caller;
  allocation.pool = handle;
  addAllocation(std::move(allocation));
  *out = pointer;
  return spnSuccess;
}

spnError_t poolFree(void *pointer) {
  std::optional<Allocation> allocation = removeAllocation(pointer);
  if (!allocation || !allocation->pool)
    return spnErrorInvalidValue;
  rememberFreed(*allocation);
  std::shared_ptr<spnMemPool> pool = handles<spnMemPool>().find(allocation->pool);
  if (!pool)
    return spnErrorInvalidValue;
  std::unique_lock lock(pool->mutex);
  const std::size_t bytes = pool->blocks[pointer];
  pool->used.now -= bytes;
  pool->free.emplace(bytes, pointer);
  freeBlocks = true;
  const bool gone = pool->destroyed && pool->used.now == 0;
  lock.unlock();
  if (gone) {
    pool->trim(0);
    handles<spnMemPool>().remove(pool.get());
  }
  return spnSuccess;
}

void trimPools(int device) {
  settleFrees();
  if (!freeBlocks.load(std::memory_order_relaxed))
    return;
  for (const auto &pool : handles<spnMemPool>().all())
    if (pool->device == device)
      pool->trim(pool->threshold);
}

void emptyPools(int device) {
  for (const auto &pool : handles<spnMemPool>().all())
    if (pool->device == device)
      pool->trim(0);
}

spnError_t makeGraphMemory(int device, std::size_t bytes, void **out,
                           std::shared_ptr<void> &owner) {
  void *pointer = nullptr;
  if (spnError_t error = backend().allocate(device, blockSize(bytes), &pointer))
    return error;
  owner = std::shared_ptr<void>(pointer, [device, bytes](void *memory) {
    const std::optional<Allocation> known = findAllocation(memory);
    if (known && known->owned && known->pointer == memory)
      removeGraphMemory(*known);
    {
      GraphMemory &graphs = graphMemory(device);
      std::lock_guard lock(graphs.mutex);
      graphs.reserved.now -= blockSize(bytes);
    }
    backend().release(device, memory);
  });
  {
    GraphMemory &graphs = graphMemory(device);
    std::lock_guard lock(graphs.mutex);
    graphs.reserved.add(blockSize(bytes));
  }
  useGraphMemory(pointer, bytes, device, owner);
  *out = pointer;
  return spnSuccess;
}

void useGraphMemory(void *pointer, std::size_t bytes, int device,
                    const std::shared_ptr<void> &owner) {
  Allocation allocation;
  allocation.pointer = pointer;
  allocation.bytes = bytes;
  allocation.device = device;
  allocation.owner = owner;
  allocation.owned = true;
  GraphMemory &graphs = graphMemory(device);
  {
    std::lock_guard lock(graphs.mutex);
    graphs.used.add(bytes);
  }
  addAllocation(std::move(allocation));
}

spnError_t removeGraphMemory(const Allocation &allocation) {
  if (!removeAllocation(allocation.pointer))
    return spnErrorInvalidValue;
  GraphMemory &graphs = graphMemory(allocation.device);
  std::lock_guard lock(graphs.mutex);
  graphs.used.now -= allocation.bytes;
  return spnSuccess;
}

} // namespace spn::rt

void spnMemPool::trim(std::size_t bytesToKeep) {
  std::lock_guard lock(mutex);
  while (!free.empty() && reserved.now > bytesToKeep) {
    auto last = std::prev(free.end());
    spn::backend().release(device, last->second);
    reserved.now -= last->first;
    blocks.erase(last->second);
    free.erase(last);
  }
}
