// SPDX-License-Identifier: Apache-2.0
// A memory pool, and the counters of memory that graphs own.
#pragma once

#include "memory_state.h"

#include <cstdint>
#include <map>
#include <mutex>

namespace spn::rt {

/// Bytes now and at most since the program set the latter back.
struct Counter {
  std::uint64_t now = 0, high = 0;
  void add(std::uint64_t bytes);
};

struct GraphMemory {
  std::mutex mutex;
  Counter used, reserved;
};
GraphMemory &graphMemory(int device);

} // namespace spn::rt

struct spnMemPool {
  explicit spnMemPool(int number) : device(number) {}

  const int device;
  bool isDefault = false;
  std::mutex mutex;       ///< guards what follows
  bool destroyed = false; ///< ends when its last allocation is freed
  std::size_t limit = 0;  ///< bytes; 0 for none
  std::uint64_t threshold = 0;
  int reuse[3] = {1, 1, 1}; ///< the three reuse attributes
  spn::rt::Counter reserved, used;
  std::map<void *, std::size_t> blocks;    ///< all, with their sizes
  std::multimap<std::size_t, void *> free; ///< those not in use
  std::map<int, spnMemAccessFlags> access; ///< by device, where set

  /// Releases free blocks while more than `bytesToKeep` are reserved.
  void trim(std::size_t bytesToKeep);
};
