// SPDX-License-Identifier: Apache-2.0
// A word of advice when a kernel doesn't end. In caller mode a launch returns when the kernel is
// done, so a kernel that waits for its host thread to write something waits for ever. After
// SAMPAN_STALL_SECONDS (default 30, 0 for never) one message names the kernel and the way out.
#pragma once

#include <atomic>
#include <cstdint>

namespace spn::rt {

/// Marks the calling thread as running the kernel while it lives.
class StallWatch {
public:
  explicit StallWatch(const char *kernel);
  ~StallWatch();
  StallWatch(const StallWatch &) = delete;
  StallWatch &operator=(const StallWatch &) = delete;

  struct Slot {
    std::atomic<const char *> kernel{nullptr};
    std::atomic<std::int64_t> since{0};
    std::atomic<bool> taken{false};
  };

private:
  Slot *slot;
};

} // namespace spn::rt
