// SPDX-License-Identifier: Apache-2.0
// Sleeping on a number in memory until another thread changes it.
#pragma once

#include <atomic>
#include <climits>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace spn::host {

static_assert(sizeof(std::atomic<int>) == sizeof(int), "futexes are plain 32-bit words");

/// Returns when `word` may have changed from `value`.
inline void waitWhile(std::atomic<int> &word, int value) {
  syscall(SYS_futex, reinterpret_cast<int *>(&word), FUTEX_WAIT_PRIVATE, value, nullptr, nullptr,
          0);
}
inline void wake(std::atomic<int> &word, int sleepers) {
  syscall(SYS_futex, reinterpret_cast<int *>(&word), FUTEX_WAKE_PRIVATE, sleepers, nullptr, nullptr,
          0);
}
inline void wakeAll(std::atomic<int> &word) { wake(word, INT_MAX); }

/// Tells the processor that this is a short wait.
inline void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

} // namespace spn::host
