// SPDX-License-Identifier: Apache-2.0
// Rendezvous of lanes within a warp, and of groups of warps. Lanes meet when all that an operation
// names, less those that exited, wait for the same operation with the same set of lanes; several
// disjoint sets of one warp can be under way at a time.
#include "worker.h"

namespace spn {
namespace host {
namespace {

using detail::GroupOp;
using detail::MeetOp;
using detail::threadState;

unsigned lowestLane(std::uint32_t lanes) { return static_cast<unsigned>(__builtin_ctz(lanes)); }

/// Runs the operation for `lanes` of the warp that starts at thread `first`, all of them waiting.
void finish(Worker &worker, unsigned first, std::uint32_t lanes, const Fibre *running) {
  MeetOp *const *ops = worker.meets + first;
  ops[lowestLane(lanes)]->combine(ops, lanes);
  warpOf(worker, first).waiting &= ~lanes;
  for (std::uint32_t rest = lanes; rest; rest &= rest - 1) {
    Fibre *fibre = worker.waiters[first + lowestLane(rest)];
    if (fibre != running)
      worker.ready.push(fibre);
  }
}

/// The lanes that can go on together with waiting lane `lane`, or 0.
std::uint32_t meeting(const Worker &worker, unsigned first, unsigned lane) {
  const Warp &warp = worker.warps[first / lanesPerWarp];
  const MeetOp &op = *worker.meets[first + lane];
  const std::uint32_t lanes = op.mask & ~warp.exited;
  if ((warp.waiting & lanes) != lanes)
    return 0;
  for (std::uint32_t rest = lanes; rest; rest &= rest - 1) {
    const MeetOp &other = *worker.meets[first + lowestLane(rest)];
    if ((other.mask & ~warp.exited) != lanes || other.combine != op.combine)
      return 0;
  }
  return lanes;
}

bool quiescent(const Warp &warp) {
  return (warp.exited | warp.waiting | warp.converging | warp.stopped) == ~0u;
}

const Worker::Group *findGroup(const Worker &worker, unsigned first, unsigned size) {
  for (const Worker::Group &group : worker.activeGroups)
    if (group.first == first && group.size == size)
      return &group;
  return nullptr;
}

unsigned exitedIn(const Worker &worker, unsigned first, unsigned size) {
  unsigned exited = 0;
  for (unsigned thread = first; thread < first + size; thread += lanesPerWarp)
    exited += static_cast<unsigned>(__builtin_popcount(worker.warps[thread / lanesPerWarp].exited));
  return exited;
}

/// Completes the group if all are there; true if so.
bool tryGroup(Worker &worker, std::size_t slot, const Fibre *running) {
  const Worker::Group group = worker.activeGroups[slot];
  if (group.arrived + exitedIn(worker, group.first, group.size) < group.size)
    return false;
  worker.activeGroups.erase(worker.activeGroups.begin() + static_cast<std::ptrdiff_t>(slot));
  GroupOp *byThread[maxThreads];
  GroupOp *any = nullptr;
  for (unsigned i = 0; i < group.size; ++i) {
    const unsigned thread = group.first + i;
    const bool gone = warpOf(worker, thread).exited & laneBit(thread);
    byThread[i] = gone ? nullptr : worker.groups[thread];
    if (byThread[i])
      any = byThread[i];
  }
  any->combine(byThread, group.size);
  for (unsigned i = 0; i < group.size; ++i) {
    if (!byThread[i])
      continue;
    const unsigned thread = group.first + i;
    warpOf(worker, thread).stopped &= ~laneBit(thread);
    if (worker.waiters[thread] != running)
      worker.ready.push(worker.waiters[thread]);
  }
  return true;
}

} // namespace

void releaseConverged(Worker &worker, unsigned thread) {
  Warp &warp = warpOf(worker, thread);
  if (!quiescent(warp))
    return;
  const unsigned first = thread / lanesPerWarp * lanesPerWarp;
  std::uint32_t rest = warp.converging;
  warp.converging = 0;
  while (rest) {
    const void *site = worker.waiters[first + lowestLane(rest)]->site;
    std::uint32_t together = 0;
    for (std::uint32_t lanes = rest; lanes; lanes &= lanes - 1)
      if (worker.waiters[first + lowestLane(lanes)]->site == site)
        together |= lanes & -lanes;
    rest &= ~together;
    for (std::uint32_t lanes = together; lanes; lanes &= lanes - 1) {
      Fibre *fibre = worker.waiters[first + lowestLane(lanes)];
      fibre->detail = together;
      if (fibre != worker.current)
        worker.ready.push(fibre);
    }
  }
}

void warpThreadExited(Worker &worker, unsigned thread) {
  Warp &warp = warpOf(worker, thread);
  const unsigned first = thread / lanesPerWarp * lanesPerWarp;
  for (std::uint32_t rest = warp.waiting; rest; rest &= rest - 1)
    if (warp.waiting & (rest & -rest))
      if (const std::uint32_t lanes = meeting(worker, first, lowestLane(rest)))
        finish(worker, first, lanes, nullptr);
  if (warp.converging)
    releaseConverged(worker, thread);
}

void groupThreadExited(Worker &worker, unsigned thread) {
  for (std::size_t slot = 0; slot < worker.activeGroups.size(); ++slot) {
    const Worker::Group &group = worker.activeGroups[slot];
    if (thread >= group.first && thread < group.first + group.size) {
      tryGroup(worker, slot, nullptr);
      return;
    }
  }
}

bool relaxWarps(Worker &worker) {
  for (unsigned first = 0; first < threadState.count; first += lanesPerWarp) {
    const Warp &warp = warpOf(worker, first);
    if (!warp.waiting)
      continue;
    const unsigned lane = lowestLane(warp.waiting);
    const void *site = worker.waiters[first + lane]->site;
    const MeetOp &op = *worker.meets[first + lane];
    std::uint32_t lanes = 0;
    for (std::uint32_t rest = warp.waiting; rest; rest &= rest - 1) {
      const unsigned other = first + lowestLane(rest);
      if (worker.waiters[other]->site == site && worker.meets[other]->combine == op.combine)
        lanes |= rest & -rest;
    }
    reportMissingLanes(worker, first + lane, op.mask & ~lanes & ~warp.exited);
    finish(worker, first, lanes, nullptr);
    return true;
  }
  return false;
}

} // namespace host

namespace detail {
using namespace host;

void meetWarp(MeetOp &op) {
  MeetOp *self = &op;
  if (!threadState.count)
    return op.combine(&self, 1);
  const unsigned thread = threadState.thread, first = thread / lanesPerWarp * lanesPerWarp;
  Worker &worker = thisWorker();
  beginFibres(worker);
  Warp &warp = warpOf(worker, thread);
  worker.meets[thread] = &op;
  worker.waiters[thread] = worker.current;
  if (!(op.mask & laneBit(thread))) // not in its own mask: nobody can wait for it
    return op.combine(worker.meets + first, laneBit(thread));
  warp.waiting |= laneBit(thread);
  if (const std::uint32_t lanes = meeting(worker, first, thread - first))
    return finish(worker, first, lanes, worker.current);
  if (warp.converging)
    releaseConverged(worker, thread);
  suspend(worker, Wait::warpOperation, op.mask, __builtin_return_address(0));
}

void meetGroup(GroupOp &op, unsigned first, unsigned size) {
  GroupOp *self = &op;
  if (!threadState.count)
    return op.combine(&self, 1);
  const unsigned thread = threadState.thread;
  Worker &worker = thisWorker();
  beginFibres(worker);
  worker.groups[thread] = &op;
  worker.waiters[thread] = worker.current;
  const Worker::Group *found = findGroup(worker, first, size);
  if (!found) {
    worker.activeGroups.push_back({first, size, 0});
    found = &worker.activeGroups.back();
  }
  const std::size_t slot = static_cast<std::size_t>(found - worker.activeGroups.data());
  ++worker.activeGroups[slot].arrived;
  Warp &warp = warpOf(worker, thread);
  warp.stopped |= laneBit(thread);
  if (tryGroup(worker, slot, worker.current))
    return;
  if (warp.converging)
    releaseConverged(worker, thread);
  suspend(worker, Wait::groupOperation, size, __builtin_return_address(0));
}

unsigned convergedLanes() {
  if (!threadState.count)
    return 1;
  const unsigned thread = threadState.thread;
  Worker &worker = thisWorker();
  beginFibres(worker);
  Fibre &self = *worker.current;
  Warp &warp = warpOf(worker, thread);
  worker.waiters[thread] = &self;
  self.site = __builtin_return_address(0);
  warp.converging |= laneBit(thread);
  releaseConverged(worker, thread);
  if (warp.converging & laneBit(thread))
    suspend(worker, Wait::convergence, 0, self.site);
  return self.detail;
}

} // namespace detail
} // namespace spn
