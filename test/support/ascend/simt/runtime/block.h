// SPDX-License-Identifier: Apache-2.0
// Runs the threads of one block: who runs, who waits at a barrier, which lanes meet in an operation
// of their warp. One host thread runs one block at a time, as one vector core does. Blocks follow
// each other on one of them; when one does not get on because it waits for others, these run on
// further host threads, as if they had cores.
#pragma once

#include "ascend_emulator/runtime.h"
#include "fibre.h"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ascend_emulator {

/// Order in which blocks and threads start: ASCEND_EMULATOR_ORDER=forward|reverse|<seed>. Correct
/// kernels do not depend on it.
std::vector<unsigned> startOrder(unsigned count);

/// Codes of AscendCL.
constexpr int vectorCoreException = 507035, vectorCoreTrap = 507036;

struct Launch {
  const KernelCode *code = nullptr;
  dim3 grid, block;
  std::size_t ubufBytes = 0; ///< dynamic
};

/// A kernel that runs, and what its cores share.
class Grid {
public:
  Grid(const Launch &what, const void *arguments);
  /// 0, or AscendCL's code for the failure.
  int run();
  /// The calling core's block waits for others: one more of them gets a core.
  void giveCore();
  /// The next block that nobody runs; false when there is none, or the kernel has failed.
  bool take(unsigned *block);
  void noteFailure(int code);
  bool hasFailed() const { return failed; }

  const Launch &launch;
  const void *const closure;

private:
  std::vector<unsigned> order;
  std::atomic<std::size_t> next{0};
  std::atomic<int> failed{0};
  std::mutex mutex;
  std::vector<std::thread> cores;
};

class Ubuf {
public:
  Ubuf();
  /// Fills it with a pattern, so that reading what was never written shows.
  void startBlock(const Launch &launch);
  void *variable(const void *site, std::size_t bytes, std::size_t alignment, const char *name);
  void *dynamic() const { return dynamicStart; }
  bool contains(const void *pointer) const;
  /// Name of the variable behind whose end somebody wrote, or null.
  const char *overrun() const;

private:
  struct Variable {
    const void *site;
    const char *name;
    std::size_t offset, bytes;
  };
  char *memory; ///< mostUbufBytes and the gaps between variables, then a page without access
  std::size_t capacity, used = 0, counted = 0, dynamicBytes = 0, dirty = 0;
  char *dynamicStart = nullptr;
  std::vector<Variable> variables;
};

/// threadIdx and its like, which kernels read without being told that it is memory.
bool isPosition(const void *address);

/// What a host thread needs to run blocks.
class Core {
public:
  /// The one on which the calling code runs; null outside of kernels.
  static Core *current();
  /// Runs blocks of the grid on a core that has nothing else to do, until none is left.
  static void run(Grid &grid);

  void barrier();
  void meet(WarpOp &op, const void *site);
  void yield();
  [[noreturn]] void fail(const std::string &message, int code = vectorCoreException);
  unsigned thread() const { return running; }
  /// Whether code of a thread runs, not that of the scheduler.
  bool isExecuting() const { return executing; }
  /// Memory that is the running thread's own or its block's, or the kernel's parameters.
  bool reaches(const void *pointer) const {
    const char *address = static_cast<const char *>(pointer);
    const char *parameters = static_cast<const char *>(closure);
    return stacks.contains(pointer) || ubuf.contains(pointer) ||
           (address >= parameters && address < parameters + launch->code->size);
  }
  bool onStack(const void *pointer) const { return stacks.contains(pointer); }
  /// Another number for each block of each launch.
  std::uint64_t blockRun() const { return blockNumber; }

  Ubuf ubuf;

private:
  enum class State : unsigned char { fresh, ready, barrier, warp, done };
  struct Thread {
    State state = State::fresh;
    Fibre *fibre = nullptr;
    WarpOp *op = nullptr;
    const void *site = nullptr;
  };

  void runBlocks(Grid &grid);
  static void entry();
  bool startNext();
  void place(unsigned thread);
  void suspend(State state);
  void resume(unsigned thread);
  void runFresh();
  void runBlock(unsigned block);
  bool runReady();
  bool resolveWarps();
  bool releaseBarrier();
  void reportDeadlock();
  void setFailure(const std::string &message, int code = vectorCoreException);
  Fibre *takeFibre();
  /// Suspends the running thread for another one, or for the scheduler.
  void giveWay();

  Grid *grid = nullptr;
  const Launch *launch = nullptr;
  const void *closure = nullptr;
  unsigned threads = 0, running = 0, next = 0, finished = 0;
  std::uint64_t blockNumber = 0;
  unsigned release = 0; ///< the next thread that a barrier lets go
  std::vector<Position> places;
  std::vector<Thread> state;
  std::vector<unsigned> order;
  std::vector<Fibre *> idle, all;
  Stacks stacks;
  Fibre root;
  bool executing = false;
  int failed = 0; ///< code of the first failure
};

} // namespace ascend_emulator
