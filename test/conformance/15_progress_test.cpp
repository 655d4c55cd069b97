// SPDX-License-Identifier: Apache-2.0
// Kernel threads that wait for memory to change: every block and every thread runs exactly once,
// however often they wait and whatever they wait for.
#include "device_array.h"
#include "rerun.h"
#include "sampan/kernel.h"

namespace {

__global__ void addWaiting(unsigned long long *sum, unsigned *runs) {
  SPN_KERNEL_BEGIN
  unsigned long long seen = atomicAdd(sum, 0ull), before;
  do {
    ::spn::detail::spinHint();
    before = seen;
    seen = atomicCAS(sum, before, before + 1);
  } while (seen != before);
  atomicAdd(&runs[blockIdx.x], 1u);
  SPN_KERNEL_END
}

// ThreadSanitizer keeps a megabyte for every thread that waits. Tests of the runtime are compiled
// by Clang where they are sanitised.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MANY_BLOCKS 16
#endif
#endif
#ifndef MANY_BLOCKS
#define MANY_BLOCKS 512
#endif

void addInAllBlocks() {
  constexpr unsigned blocks = MANY_BLOCKS, threads = 256;
  DeviceArray<unsigned long long> sum(1);
  DeviceArray<unsigned> runs(blocks);
  for (int launch = 0; launch < 2; ++launch) {
    sum[0] = 0;
    for (unsigned b = 0; b < blocks; ++b)
      runs[b] = 0;
    spnLaunch(addWaiting, blocks, threads, 0, 0, sum.data(), runs.data());
    ASSERT_EQ(spnSuccess, finish());
    EXPECT_EQ(blocks * threads, sum[0]);
    for (unsigned b = 0; b < blocks; ++b)
      ASSERT_EQ(threads, runs[b]) << "block " << b;
  }
}

TEST(Progress, BlocksThatGetOnNeedNoOthers) { addInAllBlocks(); }

/// Each block waits for the one after it, which a processor that runs blocks in order begins last.
__global__ void waitForNext(unsigned *done, unsigned *runs) {
  SPN_KERNEL_BEGIN
  if (threadIdx.x == 0 && blockIdx.x + 1 < gridDim.x)
    while (atomicAdd(&done[blockIdx.x + 1], 0u) == 0)
      ;
  __syncthreads();
  atomicAdd(&runs[blockIdx.x], 1u);
  __syncthreads();
  if (threadIdx.x == 0)
    atomicExch(&done[blockIdx.x], 1u);
  SPN_KERNEL_END
}

void waitInReverse(unsigned blocks, unsigned threads) {
  DeviceArray<unsigned> done(blocks), runs(blocks);
  for (int launch = 0; launch < 3; ++launch) {
    for (unsigned b = 0; b < blocks; ++b)
      done[b] = runs[b] = 0;
    spnLaunch(waitForNext, blocks, threads, 0, 0, done.data(), runs.data());
    ASSERT_EQ(spnSuccess, finish());
    for (unsigned b = 0; b < blocks; ++b)
      ASSERT_EQ(threads, runs[b]) << "block " << b;
  }
}

TEST(Progress, BlocksMayWaitForLaterOnes) { waitInReverse(40, 64); }

TEST(Progress, DISABLED_OneProcessor) {
  addInAllBlocks();
  waitInReverse(24, 32);
}
TEST(Progress, AlsoOnOneProcessor) {
  const Rerun result = rerun("SAMPAN_THREADS=1", "Progress.DISABLED_OneProcessor");
  EXPECT_EQ(0, result.status) << result.output;
}

/// More blocks wait than the claim of one OS thread holds, so claims are given back; each block
/// runs once all the same.
__global__ void waitForAll(unsigned *arrived, unsigned *runs, unsigned group) {
  SPN_KERNEL_BEGIN
  atomicAdd(&runs[blockIdx.x], 1u);
  unsigned *const counter = &arrived[blockIdx.x / group];
  atomicAdd(counter, 1u);
  while (atomicAdd(counter, 0u) < group * blockDim.x)
    ;
  SPN_KERNEL_END
}

TEST(Progress, BlocksThatGiveClaimsBackLoseNone) {
  constexpr unsigned blocks = 600, group = 12, threads = 8;
  DeviceArray<unsigned> arrived(blocks / group), runs(blocks);
  for (unsigned g = 0; g < blocks / group; ++g)
    arrived[g] = 0;
  for (unsigned b = 0; b < blocks; ++b)
    runs[b] = 0;
  spnLaunch(waitForAll, blocks, threads, 0, 0, arrived.data(), runs.data(), group);
  ASSERT_EQ(spnSuccess, finish());
  for (unsigned b = 0; b < blocks; ++b)
    ASSERT_EQ(threads, runs[b]) << "block " << b;
}

} // namespace
