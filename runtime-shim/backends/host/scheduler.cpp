// SPDX-License-Identifier: Apache-2.0
// Runs the threads of one block on one OS thread. They run one after the other on the OS thread's
// own stack until one has to wait; that stack is then suspended where it is, and a fibre goes on
// with the remaining threads. So a kernel that never waits never sees a fibre.
#include "worker.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <sched.h>

SPN_THREAD_LOCAL uint3 threadIdx, blockIdx;
SPN_THREAD_LOCAL dim3 blockDim, gridDim;

namespace spn {
namespace detail {
SPN_THREAD_LOCAL ThreadState threadState = {0, 0, 0, 0, 0};
} // namespace detail

namespace host {

SPN_THREAD_LOCAL Worker *currentWorker = nullptr;

namespace {

using detail::threadState;

void advance(uint3 &index) {
  if (++index.x == blockDim.x) {
    index.x = 0;
    if (++index.y == blockDim.y) {
      index.y = 0;
      ++index.z;
    }
  }
}

void threadExited(Worker &worker, unsigned thread) {
  Warp &warp = warpOf(worker, thread);
  ++worker.exited;
  warp.exited |= laneBit(thread);
  barrierThreadExited(worker);
  if (warp.waiting | warp.converging)
    warpThreadExited(worker, thread);
  if (!worker.activeGroups.empty())
    groupThreadExited(worker, thread);
}

Fibre *takeFibre(Worker &worker);

/// The fibre to run when the current one can't.
Fibre *pick(Worker &worker) {
  if (Fibre *fibre = worker.ready.pop())
    return fibre;
  if (worker.started < threadState.count)
    return takeFibre(worker);
  if (worker.exited == threadState.count)
    return &worker.root;
  return resolveStall(worker);
}

void resume(Worker &worker, Fibre &next) {
  Fibre &from = *worker.current;
  if (&from == &next)
    return;
  worker.current = &next;
  threadState.thread = next.thread;
  threadIdx = next.index;
  switchFibre(from, next);
}

[[noreturn]] void fibreMain(void *argument) {
  Fibre &self = *static_cast<Fibre *>(argument);
  fibreStarted(self);
  Worker &worker = *currentWorker;
  for (;;) {
    worker.job->launch->body->runThreads(worker.job->launch->closure);
    worker.idle.push_back(&self);
    resume(worker, *pick(worker));
  }
}

Fibre *takeFibre(Worker &worker) {
  if (!worker.idle.empty()) {
    Fibre *fibre = worker.idle.back();
    worker.idle.pop_back();
    return fibre;
  }
  Fibre *fibre = createFibre(static_cast<unsigned>(worker.fibres.size()));
  if (!fibre) {
    reportNoStack(worker);
    abandon(worker, Fault::memory);
  }
  worker.fibres.push_back(fibre);
  resetFibre(*fibre, fibreMain, fibre);
  return fibre;
}

void destroyFibres(Worker &worker) {
  for (Fibre *fibre : worker.fibres)
    destroyFibre(fibre);
  worker.fibres.clear();
  worker.idle.clear();
}

/// SAMPAN_HOST_LOWERING=fibre runs every kernel thread by thread: the reference for the loops.
bool mayRunAsLoops() {
  static const bool may = [] {
    const char *text = std::getenv("SAMPAN_HOST_LOWERING");
    return !text || std::strcmp(text, "fibre") != 0;
  }();
  return may;
}

void useStackSize(Worker &worker, std::size_t size) {
  destroyFibres(worker);
  // Enough for a full block, so that neither grows in the middle of a switch.
  worker.fibres.reserve(maxThreads);
  worker.idle.reserve(maxThreads);
  worker.stackSize = size;
}

} // namespace

Worker &makeWorker() {
  static thread_local std::unique_ptr<Worker> owner;
  owner = std::make_unique<Worker>();
  currentWorker = owner.get();
  return *currentWorker;
}

void releaseFibres() { destroyFibres(thisWorker()); }

Worker::~Worker() {
  destroyFibres(*this);
  ::operator delete(arena, std::align_val_t{128});
  if (currentWorker == this)
    currentWorker = nullptr;
}

void runBlock(Worker &worker) {
  threadState.thread = ~0u;
  threadIdx = {~0u, 0, 0};
  const GridLaunch &launch = *worker.job->launch;
  if (launch.body->runBlock && mayRunAsLoops()) {
    threadIdx = {0, 0, 0};
    threadState.thread = 0;
    threadState.loops = 1;
    worker.values.release({0, 0}); // a block that was abandoned gave nothing back
    launch.body->runBlock(launch.closure);
    threadState.loops = 0;
    return;
  }
  launch.body->runThreads(launch.closure);
  if (threadState.fibres) {
    // Comes back when the last thread of the block has exited.
    if (worker.exited < threadState.count)
      resume(worker, *pick(worker));
    threadState.fibres = 0;
  }
}

void startFibres(Worker &worker) {
  if (threadState.loops) {
    reportWaitInLoops(worker);
    abandon(worker, Fault::deadlock);
  }
  const unsigned thread = threadState.thread, count = threadState.count;
  if (worker.stackSize != fibreStackSize())
    useStackSize(worker, fibreStackSize());
  worker.started = thread + 1;
  worker.exited = thread;
  worker.lastIndex = threadIdx;
  worker.root.thread = thread;
  worker.root.index = threadIdx;
  worker.current = &worker.root;
  worker.ready.clear();
  worker.activeGroups.clear();
  worker.barriers[0] = Barrier();
  if (worker.named)
    for (Barrier &barrier : worker.barriers)
      barrier = Barrier();
  worker.named = false;
  for (unsigned first = 0; first < count; first += lanesPerWarp) {
    std::uint32_t exited = 0;
    if (thread >= first + lanesPerWarp)
      exited = ~0u;
    else if (thread > first)
      exited = laneBit(thread) - 1;
    if (count - first < lanesPerWarp)
      exited |= ~0u << (count - first);
    worker.warps[first / lanesPerWarp] = {exited, 0, 0, 0};
  }
  threadState.fibres = 1;
}

void suspend(Worker &worker, Wait wait, unsigned detail, const void *site) {
  Fibre &self = *worker.current;
  self.wait = wait;
  self.detail = detail;
  self.site = site;
  resume(worker, *pick(worker));
  self.wait = Wait::nothing;
}

void yieldTurn(Worker &worker) {
  beginFibres(worker);
  Fibre &self = *worker.current;
  Warp &warp = warpOf(worker, self.thread);
  self.wait = Wait::spin;
  warp.stopped |= laneBit(self.thread);
  if (warp.converging)
    releaseConverged(worker, self.thread);
  worker.ready.push(&self);
  // Threads that never ran come first: what this one waits for may be their work.
  Fibre *next = worker.started < threadState.count ? takeFibre(worker) : worker.ready.pop();
  resume(worker, *next);
  warp.stopped &= ~laneBit(self.thread);
  self.wait = Wait::nothing;
}

void abandon(Worker &worker, Fault fault) {
  int expected = static_cast<int>(Fault::none);
  worker.job->fault.compare_exchange_strong(expected, static_cast<int>(fault));
  // No block need be started any more.
  worker.job->next.store(worker.job->blocks, std::memory_order_relaxed);
  if (worker.job->gridBarrier)
    worker.job->gridBarrier->fail();
  worker.leftFibre = worker.current != &worker.root;
  leaveFibres(*worker.current, worker.root, worker.exitPoint);
}

void discardBlock(Worker &worker) {
  worker.idle.clear();
  for (Fibre *fibre : worker.fibres) {
    resetFibre(*fibre, fibreMain, fibre);
    worker.idle.push_back(fibre);
  }
  worker.ready.clear();
  worker.current = &worker.root;
  worker.root.wait = Wait::nothing;
  worker.named = true; // have all barriers cleared
  threadState.fibres = 0;
  threadState.loops = 0;
}

} // namespace host

bool detail::nextThreadAmongFibres() noexcept {
  using namespace host;
  Worker &worker = *currentWorker;
  Fibre &self = *worker.current;
  if (self.thread != noThread)
    threadExited(worker, self.thread);
  self.thread = noThread;
  if (worker.started == threadState.count)
    return false;
  advance(worker.lastIndex);
  self.thread = threadState.thread = worker.started++;
  self.index = threadIdx = worker.lastIndex;
  return true;
}

} // namespace spn
