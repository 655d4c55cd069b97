// SPDX-License-Identifier: Apache-2.0
// What happens when every thread of a block waits: lanes that named lanes elsewhere go on as they
// would on hardware; otherwise the block is deadlocked, which is reported instead of hanging.
#include "worker.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace spn::host {
namespace {

using detail::threadState;

const char *describe(Wait wait) {
  switch (wait) {
  case Wait::blockBarrier:
    return "wait at __syncthreads()";
  case Wait::namedBarrier:
    return "wait at named barrier";
  case Wait::splitBarrier:
    return "wait in barrier_wait()";
  case Wait::gridBarrier:
    return "wait at grid.sync()";
  case Wait::warpOperation:
    return "wait at a warp operation with mask";
  case Wait::groupOperation:
    return "wait at an operation of a group of threads:";
  case Wait::convergence:
    return "wait for their warp to converge";
  case Wait::spin:
    return "wait in a loop";
  case Wait::nothing:
    break;
  }
  return "run";
}

bool sameWait(const Fibre &a, const Fibre &b) {
  return a.wait == b.wait && a.detail == b.detail && a.site == b.site;
}

std::string describeGroup(const Fibre &first, unsigned threads) {
  char text[256];
  int length = std::snprintf(text, sizeof text, "  %u thread%s, the first is (%u,%u,%u): %s",
                             threads, threads == 1 ? "" : "s", first.index.x, first.index.y,
                             first.index.z, describe(first.wait));
  auto rest = [&] { return sizeof text - static_cast<std::size_t>(length); };
  if (first.wait == Wait::warpOperation)
    length += std::snprintf(text + length, rest(), " 0x%08x", first.detail);
  else if (first.wait == Wait::namedBarrier || first.wait == Wait::groupOperation)
    length += std::snprintf(text + length, rest(), " %u", first.detail);
  std::snprintf(text + length, rest(), " (code address %p)\n", first.site);
  return text;
}

void reportDeadlock(Worker &worker) {
  std::vector<const Fibre *> waiting;
  if (worker.root.thread != noThread)
    waiting.push_back(&worker.root);
  for (const Fibre *fibre : worker.fibres)
    if (fibre->thread != noThread && fibre->wait != Wait::nothing)
      waiting.push_back(fibre);
  std::sort(waiting.begin(), waiting.end(),
            [](const Fibre *a, const Fibre *b) { return a->thread < b->thread; });
  char head[128];
  std::snprintf(head, sizeof head, "', block (%u,%u,%u): no thread can go on\n", blockIdx.x,
                blockIdx.y, blockIdx.z);
  std::string message = "sampan: deadlock in kernel '";
  message += worker.job->launch->body->name;
  message += head;
  constexpr unsigned most = 8;
  unsigned shown = 0;
  std::vector<bool> done(waiting.size());
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (done[i])
      continue;
    unsigned threads = 0;
    for (std::size_t j = i; j < waiting.size(); ++j)
      if (!done[j] && sameWait(*waiting[i], *waiting[j])) {
        done[j] = true;
        ++threads;
      }
    if (shown++ < most)
      message += describeGroup(*waiting[i], threads);
  }
  if (shown > most)
    message += "  and others\n";
  if (worker.exited)
    message += "  " + std::to_string(worker.exited) + " of " + std::to_string(threadState.count) +
               " threads have exited\n";
  std::fputs(message.c_str(), stderr);
}

} // namespace

Fibre *resolveStall(Worker &worker) {
  if (relaxWarps(worker))
    if (Fibre *fibre = worker.ready.pop())
      return fibre;
  reportDeadlock(worker);
  abandon(worker, Fault::deadlock);
}

void reportNoRoom(const Worker &worker) {
  std::fprintf(
      stderr,
      "sampan: warning: kernel '%s': its running blocks wait, and no more can begin beside "
      "them: %zu stacks exist, and this system has room for %zu (vm.max_map_count). If they "
      "wait for blocks that have not begun, the kernel does not end. Launch a smaller grid, "
      "or raise vm.max_map_count\n",
      worker.job->launch->body->name, fibreCount(), mostFibres());
}

void reportWaitInLoops(const Worker &worker) {
  std::fprintf(
      stderr,
      "sampan: kernel '%s': its threads run as loops, and one of them came to an operation "
      "that waits for others. Run with SAMPAN_HOST_LOWERING=fibre, and report this\n",
      worker.job->launch->body->name);
}

void reportNoStack(const Worker &worker) {
  std::fprintf(stderr,
               "sampan: kernel '%s': no memory, or no mapping (vm.max_map_count), for the stack of "
               "another waiting thread; %zu stacks exist. The launch ends with error %d, "
               "spnErrorLaunchOutOfResources\n",
               worker.job->launch->body->name, fibreCount(), spnErrorLaunchOutOfResources);
}

void reportMissingLanes(Worker &worker, unsigned thread, std::uint32_t missing) {
  static std::atomic<const void *> reported[16];
  const void *body = worker.job->launch->body;
  for (auto &slot : reported) {
    const void *expected = nullptr;
    if (slot.compare_exchange_strong(expected, body))
      break;
    if (expected == body)
      return;
  }
  const unsigned warp = thread / lanesPerWarp;
  std::fprintf(stderr,
               "sampan: warning: kernel '%s', block (%u,%u,%u), warp %u: a warp operation goes on "
               "without lanes 0x%08x, which its mask names but which wait elsewhere\n",
               worker.job->launch->body->name, blockIdx.x, blockIdx.y, blockIdx.z, warp, missing);
}

} // namespace spn::host
