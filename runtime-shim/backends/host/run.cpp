// SPDX-License-Identifier: Apache-2.0
// Runs a grid: decides whether other OS threads are worth waking, hands out blocks, and runs what
// the kernel itself launched after it.
#include "device.h"
#include "faults.h"
#include "pool.h"
#include "src/managed_variables.h"
#include "worker.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <numeric>

namespace spn::host {
namespace {

using detail::threadState;

/// Work below this is done before a sleeping helper would have begun.
constexpr std::uint64_t wakeWorthNs = 15000;

std::uint64_t nowNs() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1000000000u +
         static_cast<std::uint64_t>(time.tv_nsec);
}

/// What a block of a kernel took last time. A lossy table: it only decides how to run, not whether.
class CostTable {
public:
  std::uint64_t find(std::uint64_t key) const {
    const std::uint64_t entry = slot(key).load(std::memory_order_relaxed);
    return (entry ^ key) >> costBits ? 0 : entry & costMask;
  }
  void store(std::uint64_t key, std::uint64_t ns) {
    ns = std::max<std::uint64_t>(1, std::min<std::uint64_t>(ns, costMask));
    slot(key).store((key & ~costMask) | ns, std::memory_order_relaxed);
  }
  static std::uint64_t key(const GridLaunch &launch) {
    const auto body = reinterpret_cast<std::uintptr_t>(launch.body);
    const std::uint64_t threads = std::uint64_t{launch.block.x} * launch.block.y * launch.block.z;
    return (body ^ threads << 48) * 0x9e3779b97f4a7c15u;
  }

private:
  static constexpr unsigned costBits = 36;
  static constexpr std::uint64_t costMask = (std::uint64_t{1} << costBits) - 1;
  std::atomic<std::uint64_t> &slot(std::uint64_t key) { return slots_[key >> 56]; }
  const std::atomic<std::uint64_t> &slot(std::uint64_t key) const { return slots_[key >> 56]; }
  std::atomic<std::uint64_t> slots_[256] = {};
};

CostTable costs;

void setBlock(std::uint64_t block, const dim3 &grid) {
  const std::uint64_t row = block / grid.x;
  blockIdx.x = static_cast<unsigned>(block % grid.x);
  blockIdx.y = static_cast<unsigned>(row % grid.y);
  blockIdx.z = static_cast<unsigned>(row / grid.y);
}

void nextBlock(const dim3 &grid) {
  if (++blockIdx.x == grid.x) {
    blockIdx.x = 0;
    if (++blockIdx.y == grid.y) {
      blockIdx.y = 0;
      ++blockIdx.z;
    }
  }
}

struct Share {
  Worker *worker;
  Job *job;
  std::uint64_t most;      ///< blocks to take
  std::uint64_t done = 0;  ///< blocks that this OS thread ran
  std::uint64_t check = 0; ///< after so many blocks, see whether help is worth it; 0: never
  std::uint64_t start = 0; ///< time
};

/// Host threads that run ordinary grids at the moment.
std::atomic<unsigned> callers{0};

/// Lets other OS threads join, at most one for each processor that no host thread uses already: a
/// program that launches from as many threads as there are processors needs no help.
bool askForHelp(Job &job, std::uint64_t blocksLeft) {
  const unsigned busy = callers.load(std::memory_order_relaxed);
  if (busy >= workerLimit() || blocksLeft < 2)
    return false;
  publish(job,
          static_cast<unsigned>(std::min<std::uint64_t>(blocksLeft - 1, workerLimit() - busy)));
  return true;
}

/// The launch turned out to be long: ask for help.
void reconsider(Share &share) {
  Job &job = *share.job;
  const std::uint64_t left = job.blocks - share.done;
  const std::uint64_t perBlock = (nowNs() - share.start) / share.done;
  if (perBlock * left > wakeWorthNs && askForHelp(job, left))
    share.check = 0;
  else
    share.check *= 2;
}

void takeBlocks(void *argument) {
  Share &share = *static_cast<Share *>(argument);
  Job &job = *share.job;
  Worker &worker = *share.worker;
  const dim3 grid = job.launch->grid;
  const BlockOrder order(job.blocks);
  while (share.done < share.most) {
    const Job::Range claim = job.claim();
    if (claim.begin == claim.end)
      return;
    setBlock(claim.begin, grid);
    worker.endOfClaim = claim.end; // shrinks when a block that waits gives the rest back
    for (worker.block = claim.begin; worker.block < worker.endOfClaim;
         ++worker.block, nextBlock(grid)) {
      if (order.isShuffled())
        setBlock(order[worker.block], grid);
      runBlock(worker);
      if (job.fault.load(std::memory_order_relaxed))
        return;
      if (++share.done == share.check)
        reconsider(share);
    }
  }
}

/// The seed of SAMPAN_HOST_BLOCK_ORDER=shuffle:SEED; 0 when blocks come in order.
std::uint64_t shuffleSeed() {
  static const std::uint64_t seed = [] {
    const char *text = std::getenv("SAMPAN_HOST_BLOCK_ORDER");
    if (!text || std::strncmp(text, "shuffle", 7) != 0)
      return std::uint64_t{0};
    const std::uint64_t value = text[7] == ':' ? std::strtoull(text + 8, nullptr, 10) : 0;
    return value * 2 + 1;
  }();
  return seed;
}

void reserveShared(Worker &worker, std::size_t bytes) {
  worker.sharedBytes = bytes;
  if (bytes <= worker.arenaBytes)
    return;
  const std::size_t size = (bytes + 4095) / 4096 * 4096;
  ::operator delete(worker.arena, std::align_val_t{128});
  worker.arena = static_cast<char *>(::operator new(size, std::align_val_t{128}));
  std::memset(worker.arena, 0, size);
  worker.arenaBytes = size;
}

/// Runs takeBlocks() so that abandon() can come back here from anywhere below.
void enter(Worker &worker, Share &share) {
  adoptStack(worker.root);
#ifdef SPN_TSAN
  void *osThread = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(worker.root.tsanFibre, 0);
#endif
  spnFibreEnter(&worker.exitPoint, takeBlocks, &share);
#ifdef SPN_TSAN
  __tsan_switch_to_fiber(osThread, 0);
#endif
  if (!worker.job->fault.load(std::memory_order_relaxed))
    return;
#ifdef SPN_ASAN
  if (worker.leftFibre)
    __sanitizer_finish_switch_fiber(worker.root.asanFakeStack, nullptr, nullptr);
#endif
#ifdef SPN_TSAN
  __tsan_destroy_fiber(worker.root.tsanFibre);
  worker.root.tsanFibre = nullptr;
#endif
  worker.leftFibre = false;
  discardBlock(worker);
}

void work(Share &share, unsigned index) {
  Worker &worker = thisWorker();
  const GridLaunch &launch = *share.job->launch;
  guardSignals();
  reserveShared(worker, launch.sharedBytes);
  worker.job = share.job;
  worker.index = index;
  blockDim = launch.block;
  gridDim = launch.grid;
  threadState.count = launch.block.x * launch.block.y * launch.block.z;
  threadState.fibres = 0;
  share.worker = &worker;
  enter(worker, share);
  threadState.count = 0;
  threadState.thread = 0;
  worker.job = nullptr;
}

/// Blocks per claim. At first so many that claims are few; towards the end fewer and fewer, so that
/// OS threads end together however uneven the blocks are; never so few that claiming costs more
/// than the work.
void setGrain(Job &job, std::uint64_t nsPerBlock) {
  const std::uint64_t threads = workerLimit();
  const std::uint64_t microsecond = nsPerBlock ? 1000 / nsPerBlock : 0;
  job.leastGrain = std::max<std::uint64_t>(1, std::min(microsecond, job.blocks / (2 * threads)));
  job.grain = std::max(job.leastGrain, job.blocks / (16 * threads));
}

void runOrdinary(Job &job) {
  Share share{nullptr, &job, job.blocks};
  if (job.blocks == 1 || workerLimit() == 1) {
    job.grain = job.leastGrain = job.blocks;
    work(share, 0);
    awaitHelpers(job); // blocks that wait for others may have asked for some
    return;
  }
  const std::uint64_t key = CostTable::key(*job.launch);
  const std::uint64_t known = costs.find(key);
  const std::uint64_t threads =
      std::uint64_t{job.launch->block.x} * job.launch->block.y * job.launch->block.z;
  // A kernel not seen before is taken for a trivial one; running it tells.
  const std::uint64_t expected = (known ? known : threads) * (job.blocks - 1);
  setGrain(job, known);
  share.start = nowNs();
  callers.fetch_add(1, std::memory_order_relaxed);
  if (expected <= wakeWorthNs || !askForHelp(job, job.blocks))
    share.check = 1;
  work(share, 0);
  callers.fetch_sub(1, std::memory_order_relaxed);
  if (share.done)
    costs.store(key, (nowNs() - share.start) / share.done);
  retract(job);
}

spnError_t runCooperative(Job &job) {
  if (job.blocks > maxResidentBlocks)
    return spnErrorCooperativeLaunchTooLarge;
  GridBarrier barrier(static_cast<unsigned>(job.blocks));
  job.gridBarrier = &barrier;
  if (!publishToResidents(job))
    return spnErrorLaunchOutOfResources;
  workOn(job, 0, 1);
  awaitHelpers(job);
  return spnSuccess;
}

spnError_t errorOf(const Job &job) {
  switch (static_cast<Fault>(job.fault.load(std::memory_order_relaxed))) {
  case Fault::none:
    return spnSuccess;
  case Fault::assertion:
    return spnErrorAssert;
  case Fault::memory:
    return spnErrorLaunchOutOfResources;
  case Fault::trap:
  case Fault::deadlock:
  case Fault::cooperative:
    break;
  }
  return spnErrorLaunchFailure;
}

} // namespace

BlockOrder::BlockOrder(std::uint64_t blocks) : blocks_(blocks) {
  const std::uint64_t seed = shuffleSeed();
  if (!seed || blocks < 3)
    return;
  // A step without a common divisor visits every block once.
  const std::uint64_t mixed = seed * 0x9e3779b97f4a7c15u;
  step_ = 2 + (mixed >> 20) % (blocks - 2);
  while (std::gcd(step_, blocks) != 1)
    ++step_;
  offset_ = (mixed >> 7) % blocks;
}

void workOn(Job &job, unsigned index, std::uint64_t mostBlocks) {
  Share share{nullptr, &job, mostBlocks};
  work(share, index);
  if (job.gridBarrier && share.done)
    job.gridBarrier->drop();
}

Job::Range Job::claim() {
  std::uint64_t begin = next.load(std::memory_order_relaxed);
  while (begin < blocks) {
    const std::uint64_t share = (blocks - begin) / (4 * workerLimit());
    const std::uint64_t size = std::min(grain, std::max(leastGrain, share));
    const std::uint64_t end = begin + std::min(size, blocks - begin);
    if (next.compare_exchange_weak(begin, end, std::memory_order_relaxed))
      return {begin, end};
  }
  if (returnedCount.load(std::memory_order_relaxed) == 0 || fault.load(std::memory_order_relaxed))
    return {0, 0};
  std::lock_guard<std::mutex> lock(mutex);
  if (returned.empty())
    return {0, 0};
  Range &range = returned.front();
  const Range first = {range.begin, range.begin + 1};
  if (++range.begin == range.end)
    returned.erase(returned.begin());
  returnedCount.fetch_sub(1, std::memory_order_relaxed);
  return first;
}

void Job::giveBack(Range range) {
  std::lock_guard<std::mutex> lock(mutex);
  returned.push_back(range);
  returnedCount.fetch_add(static_cast<unsigned>(range.end - range.begin),
                          std::memory_order_relaxed);
}

OwnedLaunch::OwnedLaunch(const GridLaunch &launch) : launch_(launch) {
  const detail::KernelBody &body = *launch.body;
  closure_ = ::operator new(body.size, std::align_val_t{body.alignment});
  body.copy(closure_, launch.closure);
  launch_.closure = closure_;
}

OwnedLaunch::~OwnedLaunch() {
  launch_.body->destroy(closure_);
  ::operator delete(closure_, std::align_val_t{launch_.body->alignment});
}

/// A kernel that another compiler built runs in that one's emulation. It walks over the grid by
/// itself; as many blocks as a device of that kind has cores show that it does.
static spnError_t runNative(const GridLaunch &launch) {
  constexpr std::uint64_t kCores = 64;
  const std::uint64_t blocks = std::uint64_t{launch.grid.x} * launch.grid.y * launch.grid.z;
  detail::NativeLaunch native;
  native.grid = launch.grid;
  native.blocks = dim3(static_cast<unsigned>(std::min(blocks, kCores)));
  native.threads = launch.block;
  native.sharedBytes = launch.sharedBytes;
  native.stream = nullptr;
  alignas(64) unsigned meeting[16] = {};
  native.meeting = launch.body->blocksWait ? meeting : nullptr;
  // Its __managed__ variables are the program's while nothing runs.
  const std::vector<rt::ManagedVariable> variables = rt::managedVariables();
  for (const rt::ManagedVariable &variable : variables)
    std::memcpy(const_cast<void *>(variable.device), variable.host, variable.bytes);
  launch.body->launchNative(launch.closure, native);
  for (const rt::ManagedVariable &variable : variables)
    std::memcpy(variable.host, variable.device, variable.bytes);
  return spnSuccess;
}

spnError_t run(const GridLaunch &launch) {
  if (launch.body->launchNative)
    return runNative(launch);
  if (threadState.count) {
    Job &parent = *thisWorker().job;
    auto child = std::make_unique<OwnedLaunch>(launch);
    std::lock_guard<std::mutex> lock(parent.mutex);
    parent.children.push_back(std::move(child));
    return spnSuccess;
  }
  Job job;
  job.launch = &launch;
  job.blocks = std::uint64_t{launch.grid.x} * launch.grid.y * launch.grid.z;
  if (!job.blocks)
    return spnSuccess;
  if (launch.cooperative && job.blocks > 1) {
    if (const spnError_t error = runCooperative(job))
      return error;
  } else {
    runOrdinary(job);
  }
  if (const spnError_t error = errorOf(job))
    return error;
  for (auto &child : job.children) {
    if (const spnError_t error = run(child->launch()))
      return error;
    child.reset();
  }
  return spnSuccess;
}

} // namespace spn::host
