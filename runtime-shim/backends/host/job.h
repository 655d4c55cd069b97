// SPDX-License-Identifier: Apache-2.0
// One grid being run, as the OS threads that work on it see it.
#pragma once

#include "backends/backend.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace spn::host {

/// Where the blocks of a cooperative grid wait for each other.
class GridBarrier {
public:
  explicit GridBarrier(unsigned blocks) : expected_(blocks) {}
  /// False when the launch failed meanwhile.
  bool arriveAndWait();
  /// A block ended and will not arrive any more.
  void drop();
  void fail();

private:
  void open();
  std::mutex mutex_;
  std::atomic<int> phase_{0};
  unsigned arrived_ = 0, expected_;
  std::atomic<bool> failed_{false};
};

/// The order in which a grid's blocks are begun. CUDA promises none, so a program must not depend
/// on it; SAMPAN_HOST_BLOCK_ORDER=shuffle:SEED makes one that does show itself.
class BlockOrder {
public:
  explicit BlockOrder(std::uint64_t blocks);
  bool isShuffled() const { return step_ != 1; }
  std::uint64_t operator[](std::uint64_t position) const {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(position) * step_ + offset_) %
                                      blocks_);
  }

private:
  std::uint64_t blocks_, step_ = 1, offset_ = 0;
};

/// A launch that outlives the call that made it: owns its closure.
class OwnedLaunch {
public:
  explicit OwnedLaunch(const GridLaunch &launch);
  ~OwnedLaunch();
  OwnedLaunch(const OwnedLaunch &) = delete;
  OwnedLaunch &operator=(const OwnedLaunch &) = delete;
  const GridLaunch &launch() const { return launch_; }

private:
  GridLaunch launch_;
  void *closure_;
};

struct Job {
  struct Range {
    std::uint64_t begin, end;
  };
  /// Blocks for the calling OS thread to run next; empty when none is left.
  Range claim();
  /// Gives blocks back that were claimed but not begun.
  void giveBack(Range range);
  bool hasBlocks() const {
    return next.load(std::memory_order_relaxed) < blocks ||
           returnedCount.load(std::memory_order_relaxed) > 0;
  }

  const GridLaunch *launch = nullptr;
  std::uint64_t blocks = 0;
  std::uint64_t grain = 1, leastGrain = 1; ///< most and fewest blocks of a claim
  std::atomic<std::uint64_t> next{0};
  std::atomic<int> helpers{0};        ///< OS threads at work besides the caller
  std::atomic<int> fault{0};          ///< a Fault
  std::atomic<bool> published{false}; ///< helpers may join
  std::atomic<bool> crowded{false};   ///< blocks wait, and no more can begin beside them
  GridBarrier *gridBarrier = nullptr; ///< of a cooperative launch
  std::atomic<unsigned> returnedCount{0};
  std::mutex mutex; ///< for the members below
  std::vector<Range> returned;
  std::vector<std::unique_ptr<OwnedLaunch>> children; ///< launched by kernel threads, in order
};

} // namespace spn::host
