// SPDX-License-Identifier: Apache-2.0
// Unified buffer of one core. On the device, what lies beyond the declared bytes is the data cache:
// writing there corrupts silently. Here a gap with a pattern follows each variable, and a page
// without access follows the dynamic part.
#include "block.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace ascend_emulator {
namespace {

constexpr std::size_t gap = 64;
constexpr int poison = 0xb5, gapByte = 0xc9;

std::size_t roundUp(std::size_t value, std::size_t to) { return (value + to - 1) / to * to; }

} // namespace

Ubuf::Ubuf() {
  const std::size_t page = sysconf(_SC_PAGESIZE);
  capacity = roundUp(2 * mostUbufBytes + (64 << 10), page);
  void *mapped = mmap(nullptr, capacity + page, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED || mprotect(static_cast<char *>(mapped) + capacity, page, PROT_NONE)) {
    std::fputs("ascend emulator: no memory for the unified buffer\n", stderr);
    std::abort();
  }
  memory = static_cast<char *>(mapped);
}

void Ubuf::startBlock(const Launch &launch) {
  variables.clear();
  used = 0;
  counted = dynamicBytes = launch.ubufBytes;
  std::memset(memory, poison, dirty);
  dirty = 0;
  dynamicStart = memory + capacity - roundUp(std::max<std::size_t>(dynamicBytes, 1), 32);
  std::memset(dynamicStart, poison, memory + capacity - dynamicStart);
}

void *Ubuf::variable(const void *site, std::size_t bytes, std::size_t alignment, const char *name) {
  for (const Variable &known : variables)
    if (known.site == site)
      return memory + known.offset;
  counted = roundUp(counted, alignment) + bytes;
  if (counted > mostUbufBytes)
    fault("'%s' and what was declared before it take %zu bytes of unified buffer; a kernel has %zu",
          name, counted, mostUbufBytes);
  const std::size_t offset = roundUp(used, std::max<std::size_t>(alignment, 32));
  std::memset(memory + offset, poison, bytes);
  std::memset(memory + offset + bytes, gapByte, gap);
  used = dirty = offset + bytes + gap;
  variables.push_back({site, name, offset, bytes});
  return memory + offset;
}

bool Ubuf::contains(const void *pointer) const {
  const char *address = static_cast<const char *>(pointer);
  return address >= memory && address < memory + capacity;
}

const char *Ubuf::overrun() const {
  for (const Variable &variable : variables) {
    const char *end = memory + variable.offset + variable.bytes;
    if (std::any_of(end, end + gap, [](char c) { return c != static_cast<char>(gapByte); }))
      return variable.name;
  }
  return nullptr;
}

} // namespace ascend_emulator
