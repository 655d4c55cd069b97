// SPDX-License-Identifier: Apache-2.0
// Device memory: a reserved range of addresses in which each block ends at a page without access.
// The host may not touch device memory, so the pages of all blocks are closed while no operation of
// the device runs. Addresses of freed blocks stay closed until the range has been used up.
#include "arena.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

namespace ascend_double {
namespace {

constexpr std::size_t reserved = std::size_t(1) << 38;  ///< addresses, not memory
constexpr std::size_t capacity = std::size_t(16) << 30; ///< of one device
/// Opening and closing takes a system call per block.
constexpr std::size_t mostGuardedBlocks = 256;

struct Entry {
  Block block;
  char *pages;
  std::size_t pageBytes;
  bool freed;
};

struct Arena {
  std::mutex mutex;
  char *base = nullptr, *next = nullptr;
  std::map<char *, Entry> entries; ///< by first page
  std::size_t used[deviceCount()] = {};
  int running = 0; ///< operations that may touch device memory
  bool open = false;
};

Arena &arena() {
  static auto *one = new Arena;
  return *one;
}

std::size_t pageSize() {
  static const std::size_t bytes = sysconf(_SC_PAGESIZE);
  return bytes;
}
std::size_t roundUp(std::size_t value, std::size_t to) { return (value + to - 1) / to * to; }

bool guards() {
  static const bool wanted = [] {
    const char *text = std::getenv("ASCENDCL_DOUBLE_GUARD");
    return !text || std::strcmp(text, "0") != 0;
  }();
  return wanted;
}

Entry *entryOf(const void *pointer) {
  auto &entries = arena().entries;
  auto *address = static_cast<char *>(const_cast<void *>(pointer));
  auto it = entries.upper_bound(address);
  if (it == entries.begin())
    return nullptr;
  Entry &entry = std::prev(it)->second;
  return address < entry.pages + entry.pageBytes + pageSize() ? &entry : nullptr;
}

void protect(bool open) {
  Arena &all = arena();
  if (!guards() || all.open == open || (all.entries.size() > mostGuardedBlocks && !open))
    return;
  all.open = open;
  for (auto &[pages, entry] : all.entries)
    if (!entry.freed)
      mprotect(entry.pages, entry.pageBytes, open ? PROT_READ | PROT_WRITE : PROT_NONE);
}

bool isReserved(const void *pointer) {
  const char *base = arena().base, *address = static_cast<const char *>(pointer);
  return base && address >= base && address < base + reserved;
}

struct sigaction previous;

/// Says what was touched, then lets the fault happen again.
void explain(int number, siginfo_t *info, void *) {
  auto *address = static_cast<char *>(info->si_addr);
  char text[256];
  int length = 0;
  if (isReserved(address)) {
    const Entry *entry = entryOf(address); // without the lock: the process ends anyway
    if (!entry)
      length = std::snprintf(text, sizeof text, "access to %p, where no device memory is\n",
                             info->si_addr);
    else if (entry->freed)
      length = std::snprintf(text, sizeof text, "access to %p: device memory that was freed\n",
                             info->si_addr);
    else if (address >= entry->block.start + entry->block.bytes || address < entry->block.start)
      length =
          std::snprintf(text, sizeof text, "access to %p: outside of a block of %zu bytes at %p\n",
                        info->si_addr, entry->block.bytes, static_cast<void *>(entry->block.start));
    else
      length = std::snprintf(text, sizeof text,
                             "the host accessed device memory at %p (block of %zu bytes)\n",
                             info->si_addr, entry->block.bytes);
  }
  if (length > 0) {
    const char prefix[] = "ascendcl double: misuse: ";
    (void)!write(2, prefix, sizeof prefix - 1);
    (void)!write(2, text, static_cast<std::size_t>(length));
  }
  sigaction(number, &previous, nullptr);
}

bool start() {
  Arena &all = arena();
  if (all.base)
    return true;
  void *mapped =
      mmap(nullptr, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED)
    return false;
  all.base = all.next = static_cast<char *>(mapped);
  struct sigaction action = {};
  action.sa_sigaction = &explain;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, &previous);
  return true;
}

} // namespace

DeviceAccess::DeviceAccess() {
  std::lock_guard lock(arena().mutex);
  if (!arena().running++)
    protect(true);
}

DeviceAccess::~DeviceAccess() {
  std::lock_guard lock(arena().mutex);
  if (!--arena().running)
    protect(false);
}

void *allocateBlock(int number, std::size_t bytes) {
  Arena &all = arena();
  std::lock_guard lock(all.mutex);
  if (!start() || bytes > capacity - all.used[number])
    return nullptr;
  // Aligned to 64 bytes and to no more, which is all that AscendCL promises.
  const std::size_t whole = roundUp(bytes + 64, pageSize());
  if (all.next + whole + pageSize() > all.base + reserved)
    return nullptr;
  char *pages = all.next;
  all.next += whole + pageSize();
  std::size_t offset = (whole - bytes) / 64 * 64;
  if (offset % 128 == 0 && offset >= 64)
    offset -= 64;
  const bool open = all.running || !guards();
  if (mprotect(pages, whole, PROT_READ | PROT_WRITE))
    return nullptr;
  if (guards() && bytes <= 1 << 20)
    std::memset(pages, 0xa7, whole); // nobody may count on zeros
  if (!open && !(all.entries.size() >= mostGuardedBlocks))
    mprotect(pages, whole, PROT_NONE);
  all.entries[pages] = {{pages + offset, bytes, number}, pages, whole, false};
  all.used[number] += bytes;
  return pages + offset;
}

namespace {

void close(Entry &entry) {
  entry.freed = true;
  arena().used[entry.block.device] -= entry.block.bytes;
  // Gives the memory back, keeps the addresses.
  mmap(entry.pages, entry.pageBytes, PROT_NONE,
       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

} // namespace

FreeResult freeBlock(const void *pointer) {
  std::lock_guard lock(arena().mutex);
  Entry *entry = entryOf(pointer);
  if (!entry || entry->block.start != pointer)
    return FreeResult::unknown;
  if (entry->freed)
    return FreeResult::again;
  close(*entry);
  return FreeResult::done;
}

void releaseAll(int number) {
  std::lock_guard lock(arena().mutex);
  for (auto &[pages, entry] : arena().entries)
    if (entry.block.device == number && !entry.freed)
      close(entry);
}

std::size_t freeBytes(int number) {
  std::lock_guard lock(arena().mutex);
  return capacity - arena().used[number];
}
std::size_t totalBytes() { return capacity; }

bool findBlock(const void *pointer, std::size_t bytes, Block &block, bool &freed, bool &inside) {
  std::lock_guard lock(arena().mutex);
  const Entry *entry = entryOf(pointer);
  if (!entry)
    return false;
  const auto *address = static_cast<const char *>(pointer);
  block = entry->block;
  freed = entry->freed;
  inside = address >= block.start && address + bytes <= block.start + block.bytes;
  return true;
}

} // namespace ascend_double

extern "C" ACL_FUNC_VISIBILITY bool ascendDoubleOwnsAddress(const void *address) {
  return ascend_double::isReserved(address);
}
