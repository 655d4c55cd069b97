// SPDX-License-Identifier: Apache-2.0
// Kernel threads that wait in a loop for memory to change. On a GPU whatever they wait for runs
// beside them; here it has to be given a turn: other threads of the block, other OS threads, and,
// when that does not help, blocks that have not begun.
#include "futex.h"
#include "pool.h"
#include "worker.h"

#include <algorithm>
#include <ctime>
#include <sched.h>

namespace spn {
namespace host {
namespace {

using detail::threadState;

constexpr unsigned long long stepNs = 2000000;
/// Whoever got nowhere for so long is told that there is no room for other blocks.
constexpr unsigned long long crowdedNs = 10000000000;

bool othersCanRun(const Worker &worker) {
  if (threadState.loops)
    return false;
  if (threadState.fibres)
    return worker.exited + 1 < threadState.count;
  return threadState.thread + 1 < threadState.count;
}

/// Changes whenever threads of the block start, end, or pass a barrier together.
unsigned long long progress(const Worker &worker) {
  if (!threadState.fibres)
    return threadState.thread;
  return (static_cast<unsigned long long>(worker.barriers[0].phase) + 1) << 32 |
         (worker.started + worker.exited);
}

/// Whether one more block may wait: each of its threads then has a stack.
bool roomForBlock(const Job &job) {
  const std::size_t blocks = static_cast<std::size_t>(job.helpers.load(std::memory_order_relaxed));
  return blocks < maxResidentBlocks && (blocks + 2) * threadState.count <= mostFibres() / 2;
}

/// Whether the block has done nothing but wait since the last call. One whose threads get on, as
/// with an atomic that many of them try, needs no other.
bool isStuck(Worker &worker) {
  const unsigned long long state = progress(worker);
  if (worker.spinBlock == worker.block + 1 && worker.spinProgress == state)
    return true;
  worker.spinBlock = worker.block + 1;
  worker.spinProgress = state;
  worker.spinSince = worker.spinStep = detail::nanoseconds();
  worker.spinRounds = 0;
  return false;
}

/// The block has been waiting for a while: let blocks begin that it may be waiting for.
void escalate(Worker &worker) {
  const unsigned long long now = detail::nanoseconds();
  if (now - worker.spinStep < stepNs)
    return;
  worker.spinStep = now;
  Job &job = *worker.job;
  if (worker.block + 1 < worker.endOfClaim) {
    job.giveBack({worker.block + 1, worker.endOfClaim});
    worker.endOfClaim = worker.block + 1;
  }
  if (!job.hasBlocks())
    return;
  if (!job.published.load(std::memory_order_relaxed) && workerLimit() > 1)
    publish(job, workerLimit() - 1);
  else if (roomForBlock(job))
    addResident(job);
  else if (now - worker.spinSince > crowdedNs &&
           !job.crowded.exchange(true, std::memory_order_relaxed))
    reportNoRoom(worker);
}

} // namespace
} // namespace host

void detail::spinHint() {
  using namespace host;
  if (!threadState.count)
    return pause();
  Worker &worker = thisWorker();
  if (worker.job->fault.load(std::memory_order_relaxed))
    abandon(worker, Fault::none); // what it waits for may have gone with the failed thread
  const bool others = othersCanRun(worker);
  if (others)
    yieldTurn(worker);
  else
    pause();
  constexpr unsigned round = 64;
  if (++worker.spins % round || !isStuck(worker))
    return;
  // Each thread of the block has its turn before another program gets the processor.
  const unsigned rounds = ++worker.spinRounds;
  if (others && rounds * round < threadState.count)
    return;
  sched_yield();
  if (rounds % 4 == 0)
    escalate(worker);
}

void detail::sleepFor(unsigned nanosecondsToSleep) {
  using namespace host;
  // Programs use it in waiting loops, where a turn for the others matters more than the time.
  const unsigned long long until = nanoseconds() + nanosecondsToSleep;
  spinHint();
  const unsigned long long now = nanoseconds();
  if (now + 50000 < until) {
    const unsigned long long left = std::min<unsigned long long>(until - now, 1000000);
    const timespec time = {0, static_cast<long>(left)};
    nanosleep(&time, nullptr);
  }
}

} // namespace spn
