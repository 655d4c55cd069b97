// SPDX-License-Identifier: Apache-2.0
// The scheduler. All threads of a block are started before any that waits goes on: a thread that
// never waits needs no stack of its own, since the next one starts where it ended.
#include "block.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <random>

__thread ascend_emulator::Position threadIdx, blockIdx, blockDim, gridDim;

namespace ascend_emulator {

std::vector<unsigned> startOrder(unsigned count) {
  std::vector<unsigned> order(count);
  for (unsigned i = 0; i < count; ++i)
    order[i] = i;
  const char *kind = std::getenv("ASCEND_EMULATOR_ORDER");
  if (!kind || std::strcmp(kind, "forward") == 0)
    return order;
  if (std::strcmp(kind, "reverse") == 0)
    std::reverse(order.begin(), order.end());
  else {
    std::mt19937 random(static_cast<unsigned>(std::strtoul(kind, nullptr, 10)));
    for (unsigned i = count; i > 1; --i)
      std::swap(order[i - 1], order[random() % i]);
  }
  return order;
}

namespace {

thread_local Core *currentCore = nullptr;

/// Cores that no thread uses. They are kept: their stacks and buffers cost time to make.
struct IdleCores {
  std::mutex mutex;
  std::vector<Core *> cores;
};
IdleCores &idleCores() {
  static auto *all = new IdleCores; // streams may run until the very end
  return *all;
}

} // namespace

Core *Core::current() { return currentCore; }

void Core::run(Grid &grid) {
  Core *core = nullptr;
  {
    std::lock_guard lock(idleCores().mutex);
    if (!idleCores().cores.empty()) {
      core = idleCores().cores.back();
      idleCores().cores.pop_back();
    }
  }
  if (!core)
    core = new Core;
  currentCore = core;
  core->runBlocks(grid);
  currentCore = nullptr;
  std::lock_guard lock(idleCores().mutex);
  idleCores().cores.push_back(core);
}

// --- one thread ---

void Core::place(unsigned thread) {
  running = thread;
  threadIdx = places[thread];
}

Fibre *Core::takeFibre() {
  if (idle.empty()) {
    idle.push_back(stacks.make());
    all.push_back(idle.back());
  }
  Fibre *fibre = idle.back();
  idle.pop_back();
  return fibre;
}

/// Takes the next thread that has not started; false if there is none.
bool Core::startNext() {
  if (next == threads)
    return false;
  Thread &old = state[running];
  Fibre *fibre = old.fibre;
  old.fibre = nullptr;
  place(order[next++]);
  state[running].fibre = fibre;
  state[running].state = State::ready;
  return true;
}

void Core::entry() {
  Core &core = *current();
  do {
    core.launch->code->run(core.closure);
    core.state[core.running].state = State::done;
    ++core.finished;
  } while (core.startNext());
  core.suspend(State::done);
  std::abort(); // nobody resumes a thread that is done
}

void Core::suspend(State newState) {
  Thread &thread = state[running];
  thread.state = newState;
  switchFibre(*thread.fibre, root);
}

void Core::resume(unsigned thread) {
  place(thread);
  state[thread].state = State::ready;
  executing = true;
  switchFibre(root, *state[thread].fibre);
  executing = false;
  Thread &last = state[running]; // not always the one that was resumed
  if (last.state == State::done && last.fibre) {
    idle.push_back(last.fibre);
    last.fibre = nullptr;
  }
}

/// Threads that a barrier has let go are most often on their way to the next one, so each of them
/// starts the one after it, without a detour.
void Core::giveWay() {
  Thread &thread = state[running];
  while (release < threads && state[release].state != State::barrier)
    ++release;
  if (release >= threads)
    return switchFibre(*thread.fibre, root);
  const unsigned following = release++;
  place(following);
  state[following].state = State::ready;
  switchFibre(*thread.fibre, *state[following].fibre);
}

void Core::barrier() {
  state[running].state = State::barrier;
  giveWay();
}

void Core::meet(WarpOp &op, const void *site) {
  state[running].op = &op;
  state[running].site = site;
  suspend(State::warp);
}

void Core::yield() { suspend(State::ready); }

void Core::setFailure(const std::string &message, int code) {
  if (failed)
    return;
  failed = code;
  grid->noteFailure(code);
  std::fprintf(stderr, "ascend emulator: error: %s: %s\n", launch->code->name, message.c_str());
}

void Core::fail(const std::string &message, int code) {
  char where[160];
  std::snprintf(where, sizeof where, " [block (%u,%u,%u), thread (%u,%u,%u)]", blockIdx.x,
                blockIdx.y, blockIdx.z, threadIdx.x, threadIdx.y, threadIdx.z);
  setFailure(message + where, code);
  switchFibre(*state[running].fibre, root);
  std::abort(); // nobody resumes a thread of a failed kernel
}

// --- the block ---

void Core::runFresh() {
  while (next < threads && !failed) {
    const unsigned thread = order[next++];
    state[thread].fibre = takeFibre();
    prepareFibre(*state[thread].fibre, &Core::entry);
    resume(thread);
  }
}

/// Continues threads that only gave way. True if there were any.
bool Core::runReady() {
  bool any = false;
  for (unsigned i = 0; i < threads && !failed; ++i)
    if (state[i].state == State::ready) {
      any = true;
      resume(i);
    }
  return any;
}

/// Lets the lanes of each warp that stand at one call meet. Of several calls in one warp the first
/// in the code goes first: so lanes that are ahead wait where the others will come to.
bool Core::resolveWarps() {
  bool any = false;
  for (unsigned first = 0; first < threads && !failed; first += lanesPerWarp) {
    const unsigned end = std::min(first + lanesPerWarp, threads);
    const void *site = nullptr;
    for (unsigned i = first; i < end; ++i)
      if (state[i].state == State::warp && (!site || std::less<>()(state[i].site, site)))
        site = state[i].site;
    if (!site)
      continue;
    WarpOp *ops[lanesPerWarp] = {};
    std::uint32_t mask = 0;
    for (unsigned i = first; i < end; ++i)
      if (state[i].state == State::warp && state[i].site == site) {
        ops[i - first] = state[i].op;
        mask |= 1u << (i - first);
      }
    any = true;
    place(first); // where messages come from
    ops[__builtin_ctz(mask)]->combine(ops, mask);
    for (unsigned i = first; i < end && !failed; ++i)
      if (mask >> (i - first) & 1)
        resume(i);
  }
  return any;
}

bool Core::releaseBarrier() {
  unsigned waiting = 0;
  for (const Thread &thread : state)
    waiting += thread.state == State::barrier;
  if (!waiting)
    return false;
  if (waiting < threads) {
    setFailure("asc_syncthreads() was reached by " + std::to_string(waiting) + " of " +
               std::to_string(threads) +
               " threads, the others have ended: on a device the block waits for ever");
    return false;
  }
  for (release = 0; release < threads && !failed;)
    resume(release++);
  release = threads;
  return true;
}

void Core::runBlock(unsigned block) {
  static std::atomic<std::uint64_t> numbers{0};
  blockNumber = ++numbers;
  const dim3 &extent = launch->grid;
  blockIdx.x = block % extent.x;
  blockIdx.y = block / extent.x % extent.y;
  blockIdx.z = block / extent.x / extent.y;
  ubuf.startBlock(*launch);
  state.assign(threads, Thread());
  next = finished = 0;
  release = threads;
  runFresh();
  constexpr unsigned patience = 64; // rounds in which no thread ends and none reaches a barrier
  constexpr unsigned patienceOfWarps = 1 << 16; // they meet often while they get on, too
  unsigned rounds = 0, meetings = 0, before = finished;
  while (!failed && finished < threads) {
    if (grid->hasFailed()) {
      failed = vectorCoreException; // told by another core
      return;
    }
    if (runReady()) {
      rounds = finished == before ? rounds + 1 : 0;
      before = finished;
      if (rounds == patience)
        grid->giveCore();
      if (rounds >= patience)
        std::this_thread::yield();
      continue;
    }
    if (resolveWarps()) {
      if (++meetings % patienceOfWarps == 0)
        grid->giveCore();
      continue;
    }
    rounds = 0;
    if (!releaseBarrier() && !failed)
      setFailure("the threads of the block wait for each other");
  }
  if (const char *name = ubuf.overrun(); name && !failed)
    setFailure("something wrote behind the end of '" + std::string(name) + "' in unified buffer");
}

void Core::runBlocks(Grid &whole) {
  grid = &whole;
  launch = &whole.launch;
  closure = whole.closure;
  const Launch &what = *launch;
  failed = 0;
  threads = what.block.x * what.block.y * what.block.z;
  blockDim = {what.block.x, what.block.y, what.block.z};
  gridDim = {what.grid.x, what.grid.y, what.grid.z};
  order = startOrder(threads);
  places.resize(threads);
  for (unsigned i = 0; i < threads; ++i)
    places[i] = {i % what.block.x, i / what.block.x % what.block.y,
                 i / what.block.x / what.block.y};
  for (unsigned block = 0; !failed && whole.take(&block);)
    runBlock(block);
  if (failed) // suspended threads are dropped without unwinding
    idle = all;
  launch = nullptr;
  grid = nullptr;
}

// --- the grid ---

Grid::Grid(const Launch &what, const void *arguments)
    : launch(what), closure(arguments), order(startOrder(what.grid.x * what.grid.y * what.grid.z)) {
}

bool Grid::take(unsigned *block) {
  const std::size_t place = failed ? order.size() : next++;
  if (place >= order.size())
    return false;
  *block = order[place];
  return true;
}

void Grid::noteFailure(int code) {
  int none = 0;
  failed.compare_exchange_strong(none, code);
}

void Grid::giveCore() {
  std::lock_guard lock(mutex);
  if (next < order.size())
    cores.emplace_back([this] { Core::run(*this); });
}

int Grid::run() {
  Core::run(*this);
  for (std::size_t i = 0;; ++i) { // a core may ask for further ones
    std::thread core;
    {
      std::lock_guard lock(mutex);
      if (i == cores.size())
        return failed;
      core = std::move(cores[i]);
    }
    core.join();
  }
}

} // namespace ascend_emulator
