// SPDX-License-Identifier: Apache-2.0
// The state of one OS thread that runs blocks: the block's threads, who of them waits for what, and
// the queue of those that can go on. A block never leaves its OS thread, so nothing here is atomic.
#pragma once

#include "arena.h"
#include "backends/backend.h"
#include "fibre.h"
#include "job.h"
#include "sampan/detail/execution.h"

#include <cstdint>
#include <vector>

namespace spn::host {

constexpr unsigned lanesPerWarp = 32, maxThreads = 1024, maxWarps = maxThreads / lanesPerWarp;
constexpr unsigned namedBarriers = 16;

/// First in, first out; links through Fibre::next.
class FibreQueue {
public:
  bool empty() const { return !head_; }
  void push(Fibre *fibre) {
    fibre->next = nullptr;
    if (head_)
      tail_->next = fibre;
    else
      head_ = fibre;
    tail_ = fibre;
  }
  Fibre *pop() {
    Fibre *fibre = head_;
    if (fibre && (head_ = fibre->next)) {
      // The stacks of a block do not fit the nearest cache. This one's turn is next.
      __builtin_prefetch(head_->sp);
      __builtin_prefetch(static_cast<char *>(head_->sp) + 64);
      __builtin_prefetch(head_->next);
    }
    return fibre;
  }
  void append(FibreQueue &other) {
    if (other.empty())
      return;
    if (head_)
      tail_->next = other.head_;
    else
      head_ = other.head_;
    tail_ = other.tail_;
    other.head_ = nullptr;
  }
  Fibre *front() const { return head_; }
  void clear() { head_ = nullptr; }

private:
  Fibre *head_ = nullptr, *tail_ = nullptr;
};

/// A barrier of PTX. Barrier 0 is __syncthreads.
struct Barrier {
  FibreQueue waiting;
  unsigned arrived = 0;
  unsigned expected = 0; ///< 0: all threads of the block that have not exited
  unsigned phase = 0;
  unsigned counted = 0; ///< threads whose predicate held
  int result = 0;
  detail::Vote vote = detail::Vote::count;
  bool grid = false;  ///< meets the other blocks before it opens
  bool split = false; ///< a thread arrived that does not wait
};

struct Warp {
  std::uint32_t exited; ///< also set for lanes that the block does not have
  std::uint32_t waiting;
  std::uint32_t converging;
  std::uint32_t stopped; ///< at a barrier of the block, or spinning
};

/// Why a launch ended early. Ordered by nothing; the first one counts.
enum class Fault : int { none, trap, assertion, deadlock, memory, cooperative };

struct Worker {
  // The launch.
  Job *job = nullptr;
  unsigned index = 0;
  std::uint64_t block = 0, endOfClaim = 0; ///< linear indices

  // Fibres.
  Fibre root; ///< the OS thread's own stack
  Fibre *current = &root;
  void *exitPoint = nullptr;
  bool leftFibre = false; ///< the last leaveFibres() was not on the OS thread's stack
  std::vector<Fibre *> fibres;
  std::vector<Fibre *> idle;
  std::size_t stackSize = 0;
  void *tsanThread = nullptr;

  // The block, once it has fibres.
  unsigned started = 0, exited = 0;
  uint3 lastIndex = {0, 0, 0}; ///< threadIdx of the thread started last
  bool named = false;          ///< a barrier other than 0 was used
  FibreQueue ready;
  Barrier barriers[namedBarriers];
  Warp warps[maxWarps] = {};
  union {
    detail::MeetOp *meets[maxThreads];
    detail::GroupOp *groups[maxThreads];
  };
  Fibre *waiters[maxThreads]; ///< fibre of the thread whose operation is in meets or groups
  struct Group {
    unsigned first, size, arrived;
  };
  std::vector<Group> activeGroups;

  // Dynamic shared memory.
  char *arena = nullptr;
  std::size_t arenaBytes = 0, sharedBytes = 0;

  Arena values; ///< of the threads of a block that runs as loops

  // Spinning; see spin.cpp.
  std::uint64_t spinBlock = 0;
  unsigned long long spinStep = 0, spinSince = 0;
  unsigned long long spinProgress = 0;
  unsigned spins = 0, spinRounds = 0;

  Worker() = default;
  ~Worker();
  Worker(const Worker &) = delete;
  Worker &operator=(const Worker &) = delete;
};

/// Null where the calling OS thread never ran a kernel.
extern SPN_THREAD_LOCAL Worker *currentWorker;
Worker &makeWorker();
/// The calling OS thread's; made on first use.
inline Worker &thisWorker() {
  Worker *const worker = currentWorker;
  return __builtin_expect(worker != nullptr, 1) ? *worker : makeWorker();
}
inline Worker *workerOrNull() noexcept { return currentWorker; }

// scheduler.cpp

/// Runs one block; blockIdx, blockDim and gridDim are set. Must be called below spnFibreEnter.
void runBlock(Worker &worker);
void startFibres(Worker &worker);
/// Goes over to fibres, with the calling thread the first to be suspended.
inline void beginFibres(Worker &worker) {
  if (__builtin_expect(detail::threadState.fibres == 0, 0))
    startFibres(worker);
}
/// Suspends the calling thread until something puts its fibre into worker.ready.
void suspend(Worker &worker, Wait wait, unsigned detail, const void *site);
/// Lets all other threads of the block have a turn.
void yieldTurn(Worker &worker);
/// Ends the launch from any kernel thread. Nothing is unwound.
[[noreturn]] void abandon(Worker &worker, Fault fault);
/// After abandon(): forgets the block.
void discardBlock(Worker &worker);
/// Frees the stacks that the calling OS thread keeps for its next block.
void releaseFibres();

inline Warp &warpOf(Worker &worker, unsigned thread) { return worker.warps[thread / lanesPerWarp]; }
inline std::uint32_t laneBit(unsigned thread) { return 1u << (thread % lanesPerWarp); }

// barrier.cpp
void barrierThreadExited(Worker &worker);
// warp.cpp
void warpThreadExited(Worker &worker, unsigned thread);
/// Releases lanes that wait to converge in the thread's warp, if no lane of it can run.
void releaseConverged(Worker &worker, unsigned thread);
void groupThreadExited(Worker &worker, unsigned thread);
/// Lets lanes go on that named lanes which can no longer come. False if there are none.
bool relaxWarps(Worker &worker);

// stall.cpp

/// Nothing is ready and nothing can start: finds a fibre to run on, or ends the launch.
Fibre *resolveStall(Worker &worker);
/// Says that blocks wait, and that those which have not begun find no room beside them.
void reportNoRoom(const Worker &worker);
/// Says that a block that runs as loops came to an operation that makes its threads wait.
void reportWaitInLoops(const Worker &worker);
/// Says that a thread of the block got no stack.
void reportNoStack(const Worker &worker);

/// Says, once per kernel, that a warp operation went on without lanes that its mask names.
void reportMissingLanes(Worker &worker, unsigned thread, std::uint32_t missing);

} // namespace spn::host
