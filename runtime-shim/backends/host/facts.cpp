// SPDX-License-Identifier: Apache-2.0
// What kernel code can ask about itself: shared memory, clocks, address spaces.
#include "worker.h"

#include <algorithm>
#include <ctime>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace spn::detail {

using namespace host;

bool insideKernel() noexcept { return threadState.count != 0; }

void setKernelStackSize(std::size_t bytes) {
  // Frames of the host are larger than a GPU's, which keeps most values in registers.
  setFibreStackSize(4 * std::min<std::size_t>(bytes, 64u << 20) + 64 * 1024);
}

void *dynamicShared() noexcept { return workerOrNull() ? workerOrNull()->arena : nullptr; }

std::size_t dynamicSharedBytes() noexcept {
  return insideKernel() && workerOrNull() ? workerOrNull()->sharedBytes : 0;
}

unsigned workerIndex() noexcept { return workerOrNull() ? workerOrNull()->index : 0; }

unsigned long long nanoseconds() noexcept {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<unsigned long long>(time.tv_sec) * 1000000000ull +
         static_cast<unsigned long long>(time.tv_nsec);
}

unsigned long long cycleCounter() noexcept {
#if defined(__x86_64__)
  return __rdtsc();
#elif defined(__aarch64__)
  unsigned long long ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return nanoseconds();
#endif
}

bool addressIsShared(const void *pointer) noexcept {
  const Worker *worker = workerOrNull();
  const char *address = static_cast<const char *>(pointer);
  return worker && address >= worker->arena && address < worker->arena + worker->sharedBytes;
}

bool addressIsLocal(const void *pointer) noexcept {
  const Worker *worker = workerOrNull();
  if (!worker)
    return false;
  const char *address = static_cast<const char *>(pointer);
  for (const Fibre *fibre : worker->fibres)
    if (address >= fibre->stackLow && address < fibre->stackLow + fibre->stackSize)
      return true;
  // On the OS thread's own stack a kernel's frames lie below the point where it was entered.
  const char *here = static_cast<const char *>(__builtin_frame_address(0));
  const char *entered = static_cast<const char *>(worker->exitPoint);
  const char *low = worker->current == &worker->root ? here : static_cast<char *>(worker->root.sp);
  return address >= low && address < entered;
}

} // namespace spn::detail
