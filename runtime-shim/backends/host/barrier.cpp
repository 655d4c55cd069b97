// SPDX-License-Identifier: Apache-2.0
// Barriers of a block and of a cooperative grid. Threads that exited count as arrived.
#include "worker.h"

namespace spn {
namespace host {
namespace {

using detail::threadState;
using detail::Vote;

bool complete(const Worker &worker, const Barrier &barrier) {
  if (barrier.expected)
    return barrier.arrived >= barrier.expected;
  return barrier.arrived && barrier.arrived + worker.exited >= threadState.count;
}

int voteResult(const Barrier &barrier) {
  switch (barrier.vote) {
  case Vote::count:
    return static_cast<int>(barrier.counted);
  case Vote::all:
    return barrier.counted == barrier.arrived;
  case Vote::any:
    return barrier.counted != 0;
  }
  return 0;
}

void open(Worker &worker, Barrier &barrier) {
  if (barrier.grid && !worker.job->gridBarrier->arriveAndWait())
    abandon(worker, Fault::cooperative);
  barrier.result = voteResult(barrier);
  if (!barrier.expected && !barrier.split) { // every thread of the block waits here
    for (unsigned first = 0; first < threadState.count; first += lanesPerWarp)
      warpOf(worker, first).stopped = 0;
  } else {
    for (Fibre *fibre = barrier.waiting.front(); fibre; fibre = fibre->next)
      warpOf(worker, fibre->thread).stopped &= ~laneBit(fibre->thread);
  }
  barrier.arrived = barrier.counted = barrier.expected = 0;
  barrier.grid = barrier.split = false;
  ++barrier.phase;
  worker.ready.append(barrier.waiting);
}

void waitAt(Worker &worker, Barrier &barrier, Wait wait, unsigned number, const void *site) {
  Fibre &self = *worker.current;
  Warp &warp = warpOf(worker, self.thread);
  barrier.waiting.push(&self);
  warp.stopped |= laneBit(self.thread);
  if (warp.converging)
    releaseConverged(worker, self.thread);
  suspend(worker, wait, number, site);
}

/// Arrives at barrier 0 and waits.
void meetBlock(Worker &worker, Wait wait, const void *site) {
  Barrier &barrier = worker.barriers[0];
  ++barrier.arrived;
  if (complete(worker, barrier))
    open(worker, barrier);
  else
    waitAt(worker, barrier, wait, 0, site);
}

Barrier &named(Worker &worker, unsigned number, unsigned threads) {
  beginFibres(worker);
  number %= namedBarriers;
  if (number)
    worker.named = true;
  Barrier &barrier = worker.barriers[number];
  ++barrier.arrived;
  barrier.expected = threads;
  return barrier;
}

} // namespace

void barrierThreadExited(Worker &worker) {
  if (complete(worker, worker.barriers[0]))
    open(worker, worker.barriers[0]);
  if (worker.named)
    for (Barrier &barrier : worker.barriers)
      if (barrier.arrived && !barrier.expected && complete(worker, barrier))
        open(worker, barrier);
}

} // namespace host

namespace detail {
using namespace host;

void blockBarrier() {
  if (threadState.count <= 1)
    return;
  Worker &worker = thisWorker();
  beginFibres(worker);
  meetBlock(worker, Wait::blockBarrier, __builtin_return_address(0));
}

int blockBarrierVote(Vote vote, int predicate) {
  if (threadState.count <= 1)
    return predicate != 0;
  Worker &worker = thisWorker();
  beginFibres(worker);
  Barrier &barrier = worker.barriers[0];
  barrier.vote = vote;
  barrier.counted += predicate != 0;
  meetBlock(worker, Wait::blockBarrier, __builtin_return_address(0));
  // The next result needs all waiting threads to arrive again, so all have read this one by then.
  return barrier.result;
}

void namedBarrier(unsigned barrierNumber, unsigned threads) {
  if (!threadState.count)
    return;
  Worker &worker = thisWorker();
  Barrier &barrier = named(worker, barrierNumber, threads);
  if (complete(worker, barrier))
    open(worker, barrier);
  else
    waitAt(worker, barrier, Wait::namedBarrier, barrierNumber % namedBarriers,
           __builtin_return_address(0));
}

void namedBarrierArrive(unsigned barrierNumber, unsigned threads) {
  if (!threadState.count)
    return;
  Worker &worker = thisWorker();
  Barrier &barrier = named(worker, barrierNumber, threads);
  barrier.split = true;
  if (complete(worker, barrier))
    open(worker, barrier);
}

unsigned blockBarrierArrive() {
  if (!threadState.count)
    return 0;
  Worker &worker = thisWorker();
  Barrier &barrier = named(worker, 0, 0);
  const unsigned phase = barrier.phase;
  barrier.split = true;
  if (complete(worker, barrier))
    open(worker, barrier);
  return phase;
}

void blockBarrierWait(unsigned phase) {
  if (!threadState.count)
    return;
  Worker &worker = thisWorker();
  Barrier &barrier = worker.barriers[0];
  if (barrier.phase == phase)
    waitAt(worker, barrier, Wait::splitBarrier, 0, __builtin_return_address(0));
}

void gridBarrier() {
  if (!threadState.count)
    return;
  Worker &worker = thisWorker();
  if (!worker.job->gridBarrier) {
    // A grid of one block needs no other to be resident.
    if (worker.job->blocks == 1 && worker.job->launch->cooperative)
      return blockBarrier();
    abandon(worker, Fault::cooperative);
  }
  beginFibres(worker);
  worker.barriers[0].grid = true;
  meetBlock(worker, Wait::gridBarrier, __builtin_return_address(0));
}

bool gridIsCooperative() { return threadState.count && thisWorker().job->launch->cooperative; }

} // namespace detail
} // namespace spn
