// SPDX-License-Identifier: Apache-2.0
// grid.sync(): the blocks of a cooperative grid, one OS thread each, wait for each other.
#include "futex.h"
#include "job.h"

namespace spn::host {

void GridBarrier::open() {
  arrived_ = 0;
  phase_.fetch_add(1, std::memory_order_release);
  wakeAll(phase_);
}

bool GridBarrier::arriveAndWait() {
  int phase;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (failed_.load())
      return false;
    phase = phase_.load(std::memory_order_relaxed);
    if (++arrived_ >= expected_) {
      open();
      return !failed_.load();
    }
  }
  for (int i = 0; i < 64 && phase_.load(std::memory_order_acquire) == phase; ++i)
    pause();
  while (phase_.load(std::memory_order_acquire) == phase)
    waitWhile(phase_, phase);
  return !failed_.load();
}

void GridBarrier::drop() {
  std::lock_guard<std::mutex> lock(mutex_);
  --expected_;
  if (arrived_ && arrived_ >= expected_)
    open();
}

void GridBarrier::fail() {
  std::lock_guard<std::mutex> lock(mutex_);
  failed_.store(true);
  open();
}

} // namespace spn::host
