// SPDX-License-Identifier: Apache-2.0
// Finds reads that a real core would answer from its own cache with an old value: the core has kept
// the line, another core has written there since, and nothing has emptied the cache. Sees the loads
// and stores of sources that were compiled with ASCEND_EMULATOR_STALE; what the emulator runs is
// not changed. A block starts with an empty cache, so that only blocks that run beside each other
// are judged, and a store fills no line.
#include "block.h"

#include <mutex>
#include <unordered_map>

namespace ascend_emulator {
namespace {

using Time = std::uint64_t;
constexpr std::uintptr_t lineBytes = 64, wordBytes = 4;

struct Write {
  std::uint64_t run; ///< of a block
  Time time;
};

/// What all cores have written, by words.
struct Written {
  std::mutex mutex;
  Time now = 0;
  std::unordered_map<std::uintptr_t, Write> words;
};
Written &written() {
  static auto *all = new Written;
  return *all;
}

/// What one core has kept, and until when it is up to date.
struct Cache {
  std::uint64_t run = 0;
  std::unordered_map<std::uintptr_t, Time> lines;
};
Cache &cacheOf(const Core &core) {
  thread_local Cache cache;
  if (cache.run != core.blockRun()) {
    cache.run = core.blockRun();
    cache.lines.clear();
  }
  return cache;
}

/// The core, when its code accesses global memory.
Core *accessing(const void *address) {
  Core *core = Core::current();
  return core && core->isExecuting() && !core->reaches(address) && !isPosition(address) ? core
                                                                                        : nullptr;
}

void noteRead(const void *address, std::size_t bytes) {
  Core *core = accessing(address);
  if (!core)
    return;
  Cache &cache = cacheOf(*core);
  Written &all = written();
  const auto begin = reinterpret_cast<std::uintptr_t>(address);
  bool isOld = false;
  {
    std::lock_guard lock(all.mutex);
    for (std::uintptr_t at = begin; at < begin + bytes; at = (at / wordBytes + 1) * wordBytes) {
      const Time kept = cache.lines.try_emplace(at / lineBytes, all.now).first->second;
      auto write = all.words.find(at / wordBytes);
      isOld |=
          write != all.words.end() && write->second.run != cache.run && write->second.time > kept;
    }
  }
  if (isOld)
    fault("the kernel reads at %p what another core has written since this one has kept the line: "
          "a device may give the old value",
          address);
}

} // namespace

void noteWrite(const void *address, std::size_t bytes) {
  Core *core = accessing(address);
  if (!core)
    return;
  Written &all = written();
  const auto begin = reinterpret_cast<std::uintptr_t>(address);
  std::lock_guard lock(all.mutex);
  ++all.now;
  for (std::uintptr_t at = begin; at < begin + bytes; at = (at / wordBytes + 1) * wordBytes)
    all.words[at / wordBytes] = {core->blockRun(), all.now};
}

void forgetCache(const void *line) {
  Core *core = Core::current();
  if (!core)
    return;
  Cache &cache = cacheOf(*core);
  if (line)
    cache.lines.erase(reinterpret_cast<std::uintptr_t>(line) / lineBytes);
  else
    cache.lines.clear();
}

} // namespace ascend_emulator

// What the compiler's instrumentation for races calls. Reads of volatile memory go past the cache.
#define ASC_ACCESS(bytes)                                                                          \
  extern "C" void __tsan_read##bytes(void *address) { ascend_emulator::noteRead(address, bytes); } \
  extern "C" void __tsan_write##bytes(void *address) {                                             \
    ascend_emulator::noteWrite(address, bytes);                                                    \
  }                                                                                                \
  extern "C" void __tsan_unaligned_read##bytes(void *address) {                                    \
    ascend_emulator::noteRead(address, bytes);                                                     \
  }                                                                                                \
  extern "C" void __tsan_unaligned_write##bytes(void *address) {                                   \
    ascend_emulator::noteWrite(address, bytes);                                                    \
  }                                                                                                \
  extern "C" void __tsan_volatile_read##bytes(void *) {}                                           \
  extern "C" void __tsan_volatile_write##bytes(void *address) {                                    \
    ascend_emulator::noteWrite(address, bytes);                                                    \
  }                                                                                                \
  extern "C" void __tsan_unaligned_volatile_read##bytes(void *) {}                                 \
  extern "C" void __tsan_unaligned_volatile_write##bytes(void *address) {                          \
    ascend_emulator::noteWrite(address, bytes);                                                    \
  }
ASC_ACCESS(1)
ASC_ACCESS(2)
ASC_ACCESS(4)
ASC_ACCESS(8)
ASC_ACCESS(16)
extern "C" void __tsan_init() {}
extern "C" void __tsan_vptr_update(void **, void *) {}
extern "C" void __tsan_vptr_read(void **) {}
