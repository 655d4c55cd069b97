// SPDX-License-Identifier: Apache-2.0
// The allocations of the program, by address: what answers pointer queries, what a reset frees, and
// what debug mode checks against.
#pragma once

#include "sampan/runtime_api.h"

#include <cstddef>
#include <memory>
#include <optional>

namespace spn::rt {

enum class MemoryKind : unsigned char { device, host, managed, registered, array };
const char *nameOf(MemoryKind kind);

struct Allocation {
  void *pointer = nullptr;
  std::size_t bytes = 0;
  MemoryKind kind = MemoryKind::device;
  int device = 0;
  unsigned flags = 0;
  unsigned long long order = 0; ///< counts allocations of the process, from 1
  const void *caller = nullptr; ///< return address of the call that made it
  spnMemPool_t pool = nullptr;  ///< of a stream-ordered allocation
  std::weak_ptr<void> owner;    ///< of graph memory, which isn't released on its own
  bool owned = false;           ///< has an owner
  // Advice about managed memory, returned by range queries.
  bool readMostly = false;
  int preferred = spnInvalidDeviceId, accessedBy = spnInvalidDeviceId,
      prefetched = spnInvalidDeviceId;
};

/// Allocates and registers memory. `caller` is only reported.
spnError_t allocate(MemoryKind kind, int device, std::size_t bytes, unsigned flags,
                    const void *caller, void **out);
/// Releases what allocate() made. `wanted` tells cudaFree from cudaFreeHost. spnErrorInvalidValue
/// for an address that isn't the start of such memory.
spnError_t release(void *pointer, bool hostMemory);

void addAllocation(Allocation allocation);
/// Forgets the allocation that starts at `pointer`; releases nothing.
std::optional<Allocation> removeAllocation(const void *pointer);
/// The allocation that contains `pointer`.
std::optional<Allocation> findAllocation(const void *pointer);
/// Calls change(allocation) on the one that contains `pointer`. False if there is none.
bool changeAllocation(const void *pointer, void (*change)(Allocation &, int), int value);
/// True when an allocation of `kind` overlaps the range.
bool overlaps(MemoryKind kind, const void *pointer, std::size_t bytes);

/// Bytes of device memory in use.
std::size_t usedBytes(int device);
std::size_t totalBytes(int device);
void freeDeviceMemory(int device);

/// A source or target that the host may reuse as soon as an asynchronous copy returns.
bool isPageable(const void *pointer);

// pool.cpp
spnMemPool_t makeDefaultPool(int device);
/// Gives memory above the release threshold back; called where the program waits.
void trimPools(int device);
spnError_t poolAllocate(spnMemPool_t pool, std::size_t bytes, const void *caller, void **out);
/// Returns an allocation to its pool, in stream order.
spnError_t poolFree(void *pointer);
void emptyPools(int device);

/// Memory of a graph's allocation node: lives until the last copy of the node is gone.
spnError_t makeGraphMemory(int device, std::size_t bytes, void **out, std::shared_ptr<void> &owner);
/// The program has freed it; the memory itself stays with the node.
spnError_t removeGraphMemory(const Allocation &allocation);
/// The node is performed: the memory is the program's again.
void useGraphMemory(void *pointer, std::size_t bytes, int device,
                    const std::shared_ptr<void> &owner);

} // namespace spn::rt
