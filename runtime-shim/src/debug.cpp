// SPDX-License-Identifier: Apache-2.0
// Memory checks of debug mode. Freed allocations are kept in mind so that a later use can be told
// from a pointer that was never valid.
#include "debug.h"

#include "log.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

namespace spn::rt {
namespace {

struct Freed {
  std::mutex mutex;
  std::map<std::uintptr_t, Allocation> byStart;
};

// Never destroyed, see handles().
Freed &freed() {
  static auto *all = new Freed;
  return *all;
}

std::uintptr_t addressOf(const void *pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }

std::string describe(const Allocation &allocation) {
  char text[400];
  int used = std::snprintf(text, sizeof text, "allocation %llu (%zu bytes of %s memory at %p",
                           allocation.order, allocation.bytes, nameOf(allocation.kind),
                           allocation.pointer);
  Dl_info info;
  if (allocation.caller && dladdr(allocation.caller, &info)) {
    const std::size_t left = sizeof text - static_cast<std::size_t>(used);
    if (info.dli_sname)
      std::snprintf(text + used, left, ", made in %s", info.dli_sname);
    else if (info.dli_fname)
      std::snprintf(
          text + used, left, ", made at %s+0x%zx", info.dli_fname,
          static_cast<std::size_t>(addressOf(allocation.caller) - addressOf(info.dli_fbase)));
  }
  return std::string(text) + ")";
}

std::optional<Allocation> findFreed(const void *pointer) {
  std::lock_guard lock(freed().mutex);
  auto it = freed().byStart.upper_bound(addressOf(pointer));
  if (it == freed().byStart.begin())
    return std::nullopt;
  const Allocation &candidate = std::prev(it)->second;
  if (addressOf(pointer) - addressOf(candidate.pointer) >=
      std::max<std::size_t>(candidate.bytes, 1))
    return std::nullopt;
  return candidate;
}

void reportLeaks() {
  std::size_t count = 0, bytes = 0;
  forEachAllocation([&](const Allocation &allocation) {
    if (allocation.kind == MemoryKind::registered || allocation.owned)
      return;
    ++count;
    bytes += allocation.bytes;
    if (count <= 50)
      logLine("debug: not freed: %s", describe(allocation).c_str());
  });
  if (count)
    logLine("debug: %zu allocations with %zu bytes were not freed", count, bytes);
}

bool readSwitch() {
  const char *text = std::getenv("SAMPAN_DEBUG");
  if (!text || (!std::strstr(text, "memory") && std::strcmp(text, "all") != 0))
    return false;
  std::atexit(reportLeaks);
  return true;
}

/// Memory that belongs to the program's image: __device__ variables look like this.
bool isSymbol(const void *pointer) {
  Dl_info info;
  return dladdr(pointer, &info) != 0;
}

} // namespace

bool debugsMemory() {
  static const bool on = readSwitch();
  return on;
}

void reportBadFree(const void *pointer, const Allocation *found, bool hostMemory) {
  if (!debugsMemory())
    return;
  const char *function = hostMemory ? "spnFreeHost" : "spnFree";
  if (const std::optional<Allocation> old = found ? std::nullopt : findFreed(pointer))
    logLine("debug: %s(%p): freed before: %s", function, pointer, describe(*old).c_str());
  else if (!found)
    logLine("debug: %s(%p): not memory that the runtime allocated", function, pointer);
  else if (found->pointer != pointer)
    logLine("debug: %s(%p): inside of, not the start of %s", function, pointer,
            describe(*found).c_str());
  else
    logLine("debug: %s(%p): wrong function for %s", function, pointer, describe(*found).c_str());
}

void rememberFreed(const Allocation &allocation) {
  if (!debugsMemory())
    return;
  std::lock_guard lock(freed().mutex);
  freed().byStart[addressOf(allocation.pointer)] = allocation;
}

void forgetFreed(const void *pointer, std::size_t bytes) {
  if (!debugsMemory())
    return;
  std::lock_guard lock(freed().mutex);
  auto &map = freed().byStart;
  const std::uintptr_t first = addressOf(pointer), end = first + bytes;
  auto it = map.lower_bound(first);
  if (it != map.begin()) {
    auto before = std::prev(it);
    if (before->first + before->second.bytes > first)
      map.erase(before);
  }
  while (it != map.end() && it->first < end)
    it = map.erase(it);
}

spnError_t checkRange(const char *function, const void *pointer, std::size_t bytes,
                      bool mustBeDevice, bool writes) {
  if (!bytes)
    return spnSuccess;
  const char *verb = writes ? "writes to" : "reads";
  if (const std::optional<Allocation> found = findAllocation(pointer)) {
    const std::size_t offset = addressOf(pointer) - addressOf(found->pointer);
    if (bytes <= found->bytes - offset)
      return spnSuccess;
    logLine("debug: %s %s %zu bytes at offset %zu, %zu beyond the end of %s", function, verb, bytes,
            offset, offset + bytes - found->bytes, describe(*found).c_str());
    return spnErrorInvalidValue;
  }
  if (const std::optional<Allocation> old = findFreed(pointer)) {
    // The heap may have given the addresses to the program's own data since.
    if (!mustBeDevice)
      return spnSuccess;
    logLine("debug: %s %s %p, which was freed: %s", function, verb, pointer,
            describe(*old).c_str());
    return spnErrorInvalidValue;
  }
  if (mustBeDevice && !isSymbol(pointer)) {
    logLine("debug: %s %s %p as device memory, but it is none that the runtime allocated", function,
            verb, pointer);
    return spnErrorInvalidValue;
  }
  return spnSuccess;
}

} // namespace spn::rt
