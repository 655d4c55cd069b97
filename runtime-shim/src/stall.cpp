// SPDX-License-Identifier: Apache-2.0
// The watching thread, and the slots in which host threads say what they run. A launch only writes
// its slot; the watcher looks once a second.
#include "stall.h"

#include "log.h"
#include "stream_state.h"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <thread>

namespace spn::rt {
namespace {

constexpr int slotCount = 64; // more host threads than that go unwatched
StallWatch::Slot slots[slotCount];

std::int64_t limitSeconds() {
  static const std::int64_t seconds = [] {
    const char *text = std::getenv("SAMPAN_STALL_SECONDS");
    return text ? std::atoll(text) : 30;
  }();
  return seconds;
}

/// Of the clock that costs least: seconds count, and every launch asks.
std::int64_t coarseNanoseconds() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1000000000 + time.tv_nsec;
}

void watch() {
  const std::int64_t limit = limitSeconds() * 1000000000;
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(limit < 4000000000 ? 100 : 1000));
    for (StallWatch::Slot &slot : slots) {
      const std::int64_t since = slot.since.load();
      const char *kernel = slot.kernel.load();
      if (!since || !kernel || coarseNanoseconds() - since < limit)
        continue;
      logLine("kernel '%s' has been running for %lld s. If it waits for its host thread, run the "
              "program with SAMPAN_STREAMS=threads; launches then return at once, as on a GPU. "
              "(SAMPAN_STALL_SECONDS=0 turns this message off.)",
              kernel, static_cast<long long>(limitSeconds()));
      return;
    }
  }
}

/// The slot that this thread used last; still free in most programs.
StallWatch::Slot *takeSlot() {
  static thread_local int last = 0;
  for (int i = 0; i < slotCount; ++i) {
    const int index = (last + i) % slotCount;
    if (!slots[index].taken.exchange(true, std::memory_order_acquire)) {
      last = index;
      return &slots[index];
    }
  }
  return nullptr;
}

} // namespace

StallWatch::StallWatch(const char *kernel) : slot(nullptr) {
  if (limitSeconds() <= 0 || threadMode())
    return;
  static const bool started = (std::thread(watch).detach(), true);
  (void)started;
  slot = takeSlot();
  if (!slot)
    return;
  slot->kernel.store(kernel, std::memory_order_relaxed);
  slot->since.store(coarseNanoseconds(), std::memory_order_relaxed);
}

StallWatch::~StallWatch() {
  if (!slot)
    return;
  slot->since.store(0, std::memory_order_relaxed);
  slot->taken.store(false, std::memory_order_release);
}

} // namespace spn::rt
