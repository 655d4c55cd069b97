// SPDX-License-Identifier: Apache-2.0
// The table of the program's allocations, and allocation itself.
#include "debug.h"
#include "device_state.h"
#include "log.h"
#include "memory_state.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <shared_mutex>
#include <vector>

namespace spn::rt {
namespace {

using Address = std::uintptr_t;

struct Table {
  std::shared_mutex mutex;
  std::map<Address, Allocation> byStart;
  unsigned long long count = 0;
  std::map<int, std::size_t> used; ///< bytes per device
};

// Never destroyed, see handles().
Table &table() {
  static auto *all = new Table;
  return *all;
}

Address addressOf(const void *pointer) { return reinterpret_cast<Address>(pointer); }

/// The caller holds the lock.
Allocation *containing(const void *pointer) {
  auto &map = table().byStart;
  auto it = map.upper_bound(addressOf(pointer));
  if (it == map.begin())
    return nullptr;
  Allocation &found = (--it)->second;
  return addressOf(pointer) - it->first < std::max<std::size_t>(found.bytes, 1) ? &found : nullptr;
}

bool countsAsDevice(MemoryKind kind) {
  return kind == MemoryKind::device || kind == MemoryKind::managed || kind == MemoryKind::array;
}

void releaseMemory(const Allocation &allocation) {
  if (countsAsDevice(allocation.kind))
    backend().release(allocation.device, allocation.pointer);
  else if (allocation.kind != MemoryKind::host)
    return;
  else if (backend().releaseHost)
    backend().releaseHost(allocation.pointer);
  else
    std::free(allocation.pointer);
}

} // namespace

const char *nameOf(MemoryKind kind) {
  static const char *const names[] = {"device", "pinned host", "managed", "registered host",
                                      "array"};
  return names[static_cast<int>(kind)];
}

spnError_t allocate(MemoryKind kind, int device, std::size_t bytes, unsigned flags,
                    const void *caller, void **out) {
  void *pointer = nullptr;
  spnError_t error = spnSuccess;
  if (countsAsDevice(kind)) {
    if (bytes > totalBytes(device))
      return spnErrorMemoryAllocation;
    const bool mirrored = kind == MemoryKind::managed && backend().allocateManaged;
    error = mirrored ? backend().allocateManaged(device, bytes, &pointer)
                     : backend().allocate(device, bytes, &pointer);
  } else if (backend().allocateHost) {
    error = backend().allocateHost(bytes, &pointer);
  } else {
    // Page-aligned, as page-locked memory is; and a whole number of pages, as aligned_alloc asks.
    const std::size_t page = 4096;
    if (bytes > SIZE_MAX - page)
      return spnErrorMemoryAllocation;
    pointer = std::aligned_alloc(page, (bytes + page - 1) / page * page);
  }
  if (error != spnSuccess || !pointer)
    return error != spnSuccess ? error : spnErrorMemoryAllocation;
  Allocation allocation;
  allocation.pointer = pointer;
  allocation.bytes = bytes;
  allocation.kind = kind;
  allocation.device = device;
  allocation.flags = flags;
  allocation.caller = caller;
  addAllocation(std::move(allocation));
  *out = pointer;
  return spnSuccess;
}

spnError_t release(void *pointer, bool hostMemory) {
  std::optional<Allocation> found = findAllocation(pointer);
  if (!found || found->pointer != pointer || (found->kind == MemoryKind::host) != hostMemory ||
      found->kind == MemoryKind::registered || found->kind == MemoryKind::array) {
    reportBadFree(pointer, found ? &*found : nullptr, hostMemory);
    return spnErrorInvalidValue;
  }
  if (found->pool)
    return poolFree(pointer);
  if (found->owned)
    return removeGraphMemory(*found);
  found = removeAllocation(pointer);
  if (!found)
    return spnErrorInvalidValue;
  rememberFreed(*found);
  releaseMemory(*found);
  return spnSuccess;
}

void addAllocation(Allocation allocation) {
  Table &all = table();
  forgetFreed(allocation.pointer, allocation.bytes);
  std::unique_lock lock(all.mutex);
  allocation.order = ++all.count;
  if (countsAsDevice(allocation.kind))
    all.used[allocation.device] += allocation.bytes;
  if (logs(logMemory))
    logLine("mem: allocation %llu: %zu bytes of %s memory at %p", allocation.order,
            allocation.bytes, nameOf(allocation.kind), allocation.pointer);
  all.byStart[addressOf(allocation.pointer)] = std::move(allocation);
}

std::optional<Allocation> removeAllocation(const void *pointer) {
  Table &all = table();
  std::unique_lock lock(all.mutex);
  auto it = all.byStart.find(addressOf(pointer));
  if (it == all.byStart.end())
    return std::nullopt;
  Allocation allocation = std::move(it->second);
  all.byStart.erase(it);
  if (countsAsDevice(allocation.kind))
    all.used[allocation.device] -= allocation.bytes;
  if (logs(logMemory))
    logLine("mem: freed allocation %llu: %zu bytes at %p", allocation.order, allocation.bytes,
            allocation.pointer);
  return allocation;
}

std::optional<Allocation> findAllocation(const void *pointer) {
  std::shared_lock lock(table().mutex);
  const Allocation *found = containing(pointer);
  return found ? std::optional<Allocation>(*found) : std::nullopt;
}

bool changeAllocation(const void *pointer, void (*change)(Allocation &, int), int value) {
  std::unique_lock lock(table().mutex);
  Allocation *found = containing(pointer);
  if (found)
    change(*found, value);
  return found;
}

bool overlaps(MemoryKind kind, const void *pointer, std::size_t bytes) {
  std::shared_lock lock(table().mutex);
  const Address first = addressOf(pointer), end = first + bytes;
  for (auto &[start, allocation] : table().byStart)
    if (allocation.kind == kind && start < end && first < start + allocation.bytes)
      return true;
  return false;
}

std::size_t usedBytes(int device) {
  std::shared_lock lock(table().mutex);
  auto it = table().used.find(device);
  return it == table().used.end() ? 0 : it->second;
}

std::size_t totalBytes(int number) { return device(number).properties.totalGlobalMem; }

void freeDeviceMemory(int device) {
  emptyPools(device);
  std::vector<void *> pointers;
  {
    std::shared_lock lock(table().mutex);
    for (auto &[start, allocation] : table().byStart)
      if (allocation.device == device && !allocation.owned &&
          (allocation.kind == MemoryKind::device || allocation.kind == MemoryKind::managed))
        pointers.push_back(allocation.pointer);
  }
  for (void *pointer : pointers)
    if (std::optional<Allocation> allocation = removeAllocation(pointer)) {
      rememberFreed(*allocation);
      releaseMemory(*allocation);
    }
}

bool isPageable(const void *pointer) {
  std::shared_lock lock(table().mutex);
  return !containing(pointer);
}

void forEachAllocation(const std::function<void(const Allocation &)> &visit) {
  std::shared_lock lock(table().mutex);
  for (auto &[start, allocation] : table().byStart)
    visit(allocation);
}

} // namespace spn::rt
