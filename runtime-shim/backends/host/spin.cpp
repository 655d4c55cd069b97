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

bool othersCanRun(const Worker &worker) {
  if (threadState.fibres)
    return worker.exited + 1 < threadState.count;
  return threadState.thread + 1 < threadState.count;
}

/// The block has been waiting for a while: let blocks begin that it may be waiting for.
void escalate(Worker &worker) {
  const unsigned long long now = detail::nanoseconds();
  if (worker.spinBlock != worker.block + 1) {
    worker.spinBlock = worker.block + 1;
    worker.spinStep = now;
    return;
  }
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
  else if (job.helpers.load(std::memory_order_relaxed) < static_cast<int>(maxResidentBlocks))
    addResident(job);
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
  const unsigned spins = ++worker.spins;
  if (spins % 64 == 0) {
    sched_yield();
    if (spins % 256 == 0)
      escalate(worker);
  }
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
