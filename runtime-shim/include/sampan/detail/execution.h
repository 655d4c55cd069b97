// SPDX-License-Identifier: Apache-2.0
// Where a kernel's thread is, and the points at which it meets other threads. This is the whole
// contract between kernel code and the engine that runs it (backends/host): a few thread-local
// variables that the engine keeps right across fibre switches, and the functions that may suspend
// the calling thread. Everything else of the kernel language is built on them in headers.
#pragma once

#include "sampan/vector_types.h"

#include <cstddef>

#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
#define SPN_DEVICE_INLINE __attribute__((host)) __attribute__((device)) inline
#define SPN_DEVICE_DECL __attribute__((host)) __attribute__((device))
extern const __attribute__((device)) uint3 threadIdx, blockIdx;
extern const __attribute__((device)) dim3 blockDim, gridDim;
constexpr int warpSize = 32;
#else
// Always inlined, because the address of the call identifies it where lanes of a warp converge.
#define SPN_DEVICE_INLINE inline __attribute__((always_inline))
#define SPN_DEVICE_DECL
// One access must not cost a call when the program is position independent.
#define SPN_THREAD_LOCAL __thread __attribute__((tls_model("initial-exec")))
extern SPN_THREAD_LOCAL uint3 threadIdx, blockIdx;
extern SPN_THREAD_LOCAL dim3 blockDim, gridDim;
constexpr int warpSize = 32;
#endif

namespace spn {
namespace detail {

/// State of the OS thread that runs kernel threads. `count` is 0 outside kernels.
struct ThreadState {
  unsigned thread;   ///< linear index in its block of the running thread
  unsigned count;    ///< threads of the block
  unsigned fibres;   ///< nonzero once a thread of the block was suspended
  unsigned failures; ///< atomics that failed in a row; see noteFailure()
  unsigned loops;    ///< nonzero while the block runs as loops: no thread of it can be suspended
};
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
extern __attribute__((device)) ThreadState threadState;
#else
extern SPN_THREAD_LOCAL ThreadState threadState;
#endif

/// Continues nextThread() when threads of the block have been suspended.
bool nextThreadAmongFibres() noexcept;

/// Starts the next thread of the current block on the calling fibre: sets threadIdx and returns
/// true, or returns false when every thread of the block has been started.
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
bool nextThread() noexcept;
#else
inline bool nextThread() noexcept {
  if (__builtin_expect(threadState.fibres != 0, 0))
    return nextThreadAmongFibres();
  if (++threadState.thread >= threadState.count)
    return false;
  if (++threadIdx.x == blockDim.x) {
    threadIdx.x = 0;
    if (++threadIdx.y == blockDim.y) {
      threadIdx.y = 0;
      ++threadIdx.z;
    }
  }
  return true;
}
#endif

// Threads of a block. A thread that has exited counts as arrived.

enum class Vote { count, all, any };

SPN_DEVICE_DECL void blockBarrier();
SPN_DEVICE_DECL int blockBarrierVote(Vote vote, int predicate);
/// Barriers 0..15 of PTX; `threads` is 0 for all threads of the block.
SPN_DEVICE_DECL void namedBarrier(unsigned barrier, unsigned threads);
SPN_DEVICE_DECL void namedBarrierArrive(unsigned barrier, unsigned threads);
/// Split barrier of the whole block.
SPN_DEVICE_DECL unsigned blockBarrierArrive();
SPN_DEVICE_DECL void blockBarrierWait(unsigned phase);
/// All threads of all blocks of a cooperative grid; without one it ends the launch with an error.
SPN_DEVICE_DECL void gridBarrier();
SPN_DEVICE_DECL bool gridIsCooperative();

// Groups that exchange values. The thread that arrives last runs combine() for the whole group,
// with all members suspended, so no member can overwrite what another has not read yet.

/// What a thread brings to an operation of a group. Operations derive from it.
struct MeetOp {
  unsigned mask; ///< lanes of the warp that take part
  /// Also tells the operations apart: lanes with different functions do not meet.
  void (*combine)(MeetOp *const *byLane, unsigned participants);
};

/// Waits until all lanes in `op.mask` that have not exited are here with the same operation. A lane
/// that is not in its own mask goes alone.
SPN_DEVICE_DECL void meetWarp(MeetOp &op);

/// Groups of whole warps: threads [first, first + size) of the block. `byThread` starts at `first`
/// and has a null for each thread that exited; `mask` is not used.
struct GroupOp {
  void (*combine)(GroupOp *const *byThread, unsigned size);
};
SPN_DEVICE_DECL void meetGroup(GroupOp &op, unsigned first, unsigned size);

/// The lanes of the warp that are at this call once no lane of the warp can run on without it: the
/// largest set that hardware could have converged here, so that lanes of one branch find each
/// other.
SPN_DEVICE_DECL unsigned convergedLanes();

// Progress.

/// Lets other threads of the block, and other OS threads, run. For loops that wait for a change of
/// memory.
SPN_DEVICE_DECL void spinHint();
/// Called when an atomic found what a spinning thread would find; yields from time to time.
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
SPN_DEVICE_DECL void noteFailure();
#else
inline void noteFailure() {
  if (__builtin_expect((++threadState.failures & 63) == 0, 0) && threadState.count)
    spinHint();
}
#endif

// Memory for values of a block that runs as loops, given like a stack: see arena_values.h.

struct ArenaMark {
  std::size_t chunk, used;
};
ArenaMark arenaMark() noexcept;
/// Aligned for vectors. Ends the launch when there is no memory.
void *takeArena(std::size_t bytes) noexcept;
void releaseArena(const ArenaMark &mark) noexcept;

// Ends.

/// Ends the launch with "unspecified launch failure".
[[noreturn]] SPN_DEVICE_DECL void trapThread();
[[noreturn]] SPN_DEVICE_DECL void assertFailed(const char *condition, const char *file,
                                               unsigned line, const char *function);

// Facts.

SPN_DEVICE_DECL bool insideKernel() noexcept;
/// cudaLimitStackSize: what each kernel thread may need at least. Counts from the next launch on.
void setKernelStackSize(std::size_t bytes);
SPN_DEVICE_DECL void *dynamicShared() noexcept;
SPN_DEVICE_DECL std::size_t dynamicSharedBytes() noexcept;
/// Index of the OS thread, as a stand-in for the multiprocessor.
SPN_DEVICE_DECL unsigned workerIndex() noexcept;
SPN_DEVICE_DECL unsigned long long cycleCounter() noexcept;
SPN_DEVICE_DECL unsigned long long nanoseconds() noexcept;
SPN_DEVICE_DECL void sleepFor(unsigned nanosecondsToSleep);
SPN_DEVICE_DECL bool addressIsShared(const void *pointer) noexcept;
SPN_DEVICE_DECL bool addressIsLocal(const void *pointer) noexcept;

SPN_DEVICE_INLINE unsigned laneId() { return threadState.thread & 31u; }
SPN_DEVICE_INLINE unsigned warpId() { return threadState.thread >> 5; }

} // namespace detail
} // namespace spn
