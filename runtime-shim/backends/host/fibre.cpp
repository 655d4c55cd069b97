// SPDX-License-Identifier: Apache-2.0
#include "fibre.h"

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

namespace spn::host {
namespace {

constexpr std::size_t defaultStack = 256 * 1024, smallestStack = 16 * 1024;

std::size_t pageSize() {
  static const std::size_t size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t roundToPages(std::size_t bytes) {
  return (bytes + pageSize() - 1) / pageSize() * pageSize();
}

std::size_t initialStackSize() {
  if (const char *text = std::getenv("SAMPAN_FIBRE_STACK")) {
    char *end = nullptr;
    unsigned long long bytes = std::strtoull(text, &end, 0);
    if (end != text && (*end == 'k' || *end == 'K'))
      bytes <<= 10;
    else if (end != text && (*end == 'm' || *end == 'M'))
      bytes <<= 20;
    if (bytes >= smallestStack && bytes <= (1ull << 32))
      return roundToPages(bytes);
  }
#if defined(SPN_ASAN) || defined(SPN_TSAN)
  return 2 * defaultStack; // instrumented frames are larger
#else
  return defaultStack;
#endif
}

std::atomic<std::size_t> liveFibres{0};

std::size_t mappingLimit() {
  unsigned long limit = 65530; // the kernel's default
  if (std::FILE *file = std::fopen("/proc/sys/vm/max_map_count", "r")) {
    if (std::fscanf(file, "%lu", &limit) != 1)
      limit = 65530;
    std::fclose(file);
  }
  return limit;
}

std::atomic<std::size_t> &stackSizeSetting() {
  static std::atomic<std::size_t> size{initialStackSize()};
  return size;
}

} // namespace

std::size_t fibreStackSize() { return stackSizeSetting().load(std::memory_order_relaxed); }

void setFibreStackSize(std::size_t bytes) {
  if (bytes < initialStackSize())
    bytes = initialStackSize();
  stackSizeSetting().store(roundToPages(bytes), std::memory_order_relaxed);
}

std::size_t mostFibres() {
  static const std::size_t most = mappingLimit() / 8 * 3; // a quarter is left to the program
  return most;
}

std::size_t fibreCount() { return liveFibres.load(std::memory_order_relaxed); }

Fibre *createFibre(unsigned number) {
  const std::size_t size = fibreStackSize(), guard = pageSize();
  void *memory = mmap(nullptr, size + guard, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED)
    return nullptr;
  // Fails when the process has no mappings left; the fibre is usable without its guard.
  (void)mprotect(memory, guard, PROT_NONE);
  auto *fibre = new (std::nothrow) Fibre;
  if (!fibre) {
    munmap(memory, size + guard);
    return nullptr;
  }
  fibre->stackLow = static_cast<char *>(memory) + guard;
  fibre->stackSize = size;
  fibre->number = number;
#ifdef SPN_TSAN
  fibre->tsanFibre = __tsan_create_fiber(0);
#endif
  liveFibres.fetch_add(1, std::memory_order_relaxed);
  return fibre;
}

void destroyFibre(Fibre *fibre) {
#ifdef SPN_ASAN
  __asan_unpoison_memory_region(fibre->stackLow, fibre->stackSize);
#endif
#ifdef SPN_TSAN
  __tsan_destroy_fiber(fibre->tsanFibre);
#endif
  munmap(fibre->stackLow - pageSize(), fibre->stackSize + pageSize());
  delete fibre;
  liveFibres.fetch_sub(1, std::memory_order_relaxed);
}

void resetFibre(Fibre &fibre, void (*entry)(void *), void *argument) {
#ifdef SPN_ASAN
  __asan_unpoison_memory_region(fibre.stackLow, fibre.stackSize);
  fibre.asanFakeStack = nullptr;
#endif
#ifdef SPN_TSAN
  __tsan_destroy_fiber(fibre.tsanFibre);
  fibre.tsanFibre = __tsan_create_fiber(0);
#endif
  // Fibres that wait at the same place would otherwise use the same few cache sets.
  const std::uintptr_t colour = (fibre.number * 5u % 64u) * 64u;
  const std::uintptr_t top =
      (reinterpret_cast<std::uintptr_t>(fibreStackTop(fibre)) - 64 - colour) & ~std::uintptr_t{63};
#if defined(__x86_64__)
  auto *frame = reinterpret_cast<void **>(top) - 7; // r15 r14 r13 r12 rbx rbp rip
  frame[0] = frame[1] = frame[2] = frame[5] = nullptr;
  frame[3] = argument;
  frame[4] = reinterpret_cast<void *>(entry);
  frame[6] = reinterpret_cast<void *>(&spnFibreStart);
#else
  auto *frame = reinterpret_cast<void **>(top) - 20; // x19..x30, d8..d15
  for (int i = 0; i < 20; ++i)
    frame[i] = nullptr;
  frame[0] = reinterpret_cast<void *>(entry);
  frame[1] = argument;
  frame[11] = reinterpret_cast<void *>(&spnFibreStart);
#endif
  fibre.sp = frame;
  fibre.next = nullptr;
  fibre.thread = noThread;
  fibre.wait = Wait::nothing;
}

void adoptStack(Fibre &root) {
#ifdef SPN_ASAN
  if (!root.stackLow) {
    pthread_attr_t attributes;
    void *low = nullptr;
    std::size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
      pthread_attr_getstack(&attributes, &low, &size);
      pthread_attr_destroy(&attributes);
    }
    root.stackLow = static_cast<char *>(low);
    root.stackSize = size;
  }
#endif
#ifdef SPN_TSAN
  // A state of its own, because leaving without unwinding would unbalance the OS thread's.
  if (!root.tsanFibre)
    root.tsanFibre = __tsan_create_fiber(0);
#endif
  root.thread = noThread;
  root.wait = Wait::nothing;
}

void fibreStarted([[maybe_unused]] Fibre &self) {
#ifdef SPN_ASAN
  __sanitizer_finish_switch_fiber(self.asanFakeStack, nullptr, nullptr);
#endif
}

void switchFibreSlowly(Fibre &from, Fibre &to) {
#ifdef SPN_ASAN
  __sanitizer_start_switch_fiber(&from.asanFakeStack, to.stackLow, to.stackSize);
#endif
#ifdef SPN_TSAN
  __tsan_switch_to_fiber(to.tsanFibre, 0);
#endif
  spnFibreSwitch(&from.sp, to.sp);
#ifdef SPN_ASAN
  __sanitizer_finish_switch_fiber(from.asanFakeStack, nullptr, nullptr);
#endif
}

void leaveFibres([[maybe_unused]] Fibre &current, [[maybe_unused]] Fibre &root, void *exitPoint) {
#ifdef SPN_ASAN
  if (&current != &root)
    __sanitizer_start_switch_fiber(&current.asanFakeStack, root.stackLow, root.stackSize);
  char *low = root.stackLow;
  __asan_unpoison_memory_region(low,
                                static_cast<std::size_t>(static_cast<char *>(exitPoint) - low));
#endif
  spnFibreLeave(exitPoint);
}

} // namespace spn::host
