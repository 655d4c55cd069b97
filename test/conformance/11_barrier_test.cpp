// SPDX-License-Identifier: Apache-2.0
// Barriers of a block: in loops, under conditions, in functions, with threads that left early; and
// what happens when threads can never meet.
#include "device_array.h"
#include "sampan/kernel.h"

#include <cassert>

namespace {

__global__ void treeSum(const int *in, int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int partial[1024];
  partial[threadIdx.x] = in[blockIdx.x * blockDim.x + threadIdx.x];
  __syncthreads();
  for (unsigned step = blockDim.x / 2; step > 0; step /= 2) {
    if (threadIdx.x < step)
      partial[threadIdx.x] += partial[threadIdx.x + step];
    __syncthreads();
  }
  if (threadIdx.x == 0)
    out[blockIdx.x] = partial[0];
  SPN_KERNEL_END
}

TEST(Barrier, TreeReductionInManyBlocks) {
  for (unsigned threads : {1u, 2u, 32u, 64u, 256u, 1024u}) {
    constexpr unsigned blocks = 60;
    DeviceArray<int> in(blocks * threads), out(blocks);
    for (unsigned i = 0; i < blocks * threads; ++i)
      in[i] = static_cast<int>(i);
    spnLaunch(treeSum, blocks, threads, 0, 0, in.data(), out.data());
    ASSERT_EQ(spnSuccess, finish());
    for (unsigned b = 0; b < blocks; ++b)
      ASSERT_EQ(static_cast<int>(b * threads * threads + threads * (threads - 1) / 2), out[b]);
  }
}

template <class T> SPN_NOINLINE __device__ T meetAndRead(T *slots, T value) {
  slots[threadIdx.x] = value;
  __syncthreads();
  const T other = slots[(threadIdx.x + 1) % blockDim.x];
  __syncthreads();
  return other;
}

__global__ void neighbours(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int slots[96];
  auto twice = [&](int value) { return meetAndRead(slots, meetAndRead(slots, value)); };
  out[threadIdx.x] = twice(static_cast<int>(threadIdx.x));
  SPN_KERNEL_END
}

TEST(Barrier, InDeviceFunctionsTemplatesAndLambdas) {
  DeviceArray<int> out(96);
  spnLaunch(neighbours, 1, 96, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 96; ++i)
    EXPECT_EQ((i + 2) % 96, out[i]);
}

__global__ void earlyExits(int *out, int alive) {
  SPN_KERNEL_BEGIN
  __shared__ int total;
  if (threadIdx.x == 0)
    total = 0;
  __syncthreads();
  if (static_cast<int>(threadIdx.x) >= alive)
    return;
  for (int round = 0; round < 5; ++round) {
    atomicAdd(&total, 1);
    __syncthreads();
    if (round == 2 && threadIdx.x % 2 == 1)
      return;
  }
  out[threadIdx.x] = total;
  SPN_KERNEL_END
}

TEST(Barrier, ThreadsThatExitedCountAsArrived) {
  DeviceArray<int> out(128, -1);
  spnLaunch(earlyExits, 1, 128, 0, 0, out.data(), 50);
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 128; ++i)
    EXPECT_EQ(i < 50 && i % 2 == 0 ? 3 * 50 + 2 * 25 : -1, out[i]);
}

// Each half of the block has its own call of the barrier: hardware counts arrivals, not places.
__global__ void differentPlaces(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int left, right;
  if (threadIdx.x < blockDim.x / 2) {
    if (threadIdx.x == 0)
      left = 1;
    __syncthreads();
    out[threadIdx.x] = right;
  } else {
    if (threadIdx.x == blockDim.x - 1)
      right = 2;
    __syncthreads();
    out[threadIdx.x] = left;
  }
  SPN_KERNEL_END
}

TEST(Barrier, InDivergentBranches) {
  DeviceArray<int> out(64);
  spnLaunch(differentPlaces, 1, 64, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 64; ++i)
    EXPECT_EQ(i < 32 ? 2 : 1, out[i]);
}

__global__ void votes(int *counts, int *alls, int *anys) {
  SPN_KERNEL_BEGIN
  for (int limit = 0; limit <= 64; limit += 32) {
    const bool below = static_cast<int>(threadIdx.x) < limit;
    const int place = limit / 32 * 64 + static_cast<int>(threadIdx.x);
    counts[place] = __syncthreads_count(below ? 7 : 0);
    alls[place] = __syncthreads_and(below);
    anys[place] = __syncthreads_or(below);
  }
  SPN_KERNEL_END
}

TEST(Barrier, CountAndOr) {
  DeviceArray<int> counts(192), alls(192), anys(192);
  spnLaunch(votes, 1, 64, 0, 0, counts.data(), alls.data(), anys.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 192; ++i) {
    const int limit = i / 64 * 32;
    EXPECT_EQ(limit, counts[i]);
    EXPECT_EQ(limit == 64, alls[i] != 0);
    EXPECT_EQ(limit > 0, anys[i] != 0);
  }
}

__global__ void producersAndConsumers(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int slot[32];
  const int lane = threadIdx.x % 32;
  if (threadIdx.x < 32) { // consumers
    __barrier_sync_count(1, 64);
    out[lane] = slot[lane];
  } else if (threadIdx.x < 64) {
    slot[lane] = lane * lane;
    __barrier_sync_count(1, 64);
  } else {
    __barrier_sync_count(2, 32);
  }
  SPN_KERNEL_END
}

TEST(Barrier, NamedBarriersOfSomeThreads) {
  DeviceArray<int> out(32);
  spnLaunch(producersAndConsumers, 1, 96, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 32; ++i)
    EXPECT_EQ(i * i, out[i]);
}

__global__ void waitForLaterThread(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ volatile int flag;
  if (threadIdx.x == 0)
    flag = 0;
  __syncthreads();
  if (threadIdx.x == blockDim.x - 1)
    flag = 1;
  else
    while (flag == 0)
      __nanosleep(10);
  atomicAdd(out, 1);
  SPN_KERNEL_END
}

TEST(Barrier, LoopsThatWaitForALaterThread) {
  DeviceArray<int> out(1, 0);
  spnLaunch(waitForLaterThread, 2, 70, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(140, out[0]);
}

__global__ void neverMeet() {
  SPN_KERNEL_BEGIN
  if (threadIdx.x < 16)
    __barrier_sync_count(3, 64);
  else
    __syncthreads();
  SPN_KERNEL_END
}

/// The fault ends this test, not the ones after it.
void expectFault(spnError_t fault) {
  EXPECT_EQ(fault, finish());
  EXPECT_EQ(spnSuccess, spnDeviceReset());
  EXPECT_EQ(spnSuccess, spnGetLastError());
}

TEST(Barrier, DeadlockIsReportedNotHung) {
  testing::internal::CaptureStderr();
  spnLaunch(neverMeet, 4, 64, 0, 0);
  expectFault(spnErrorLaunchFailure);
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(std::string::npos, text.find("deadlock in kernel 'void")) << text;
  EXPECT_NE(std::string::npos, text.find("neverMeet()")) << text;
  EXPECT_NE(std::string::npos, text.find("16 threads, the first is (0,0,0)")) << text;
  EXPECT_NE(std::string::npos, text.find("__syncthreads()")) << text;
}

__global__ void trapAt(unsigned thread, bool suspended) {
  SPN_KERNEL_BEGIN
  if (suspended)
    __syncthreads();
  if (threadIdx.x == thread && blockIdx.x == 3)
    __trap();
  if (suspended)
    __syncthreads();
  SPN_KERNEL_END
}

TEST(Barrier, TrapEndsTheLaunchAndTheEngineGoesOn) {
  for (unsigned thread : {0u, 5u, 63u})
    for (bool suspended : {false, true}) {
      spnLaunch(trapAt, 40, 64, 0, 0, thread, suspended);
      expectFault(spnErrorLaunchFailure);
      DeviceArray<int> out(64);
      spnLaunch(differentPlaces, 1, 64, 0, 0, out.data());
      ASSERT_EQ(spnSuccess, finish());
      EXPECT_EQ(2, out[0]);
    }
}

__device__ void checkInFunction(int value) { assert(value != 33 && "no thirty-three"); }

__global__ void assertInKernel() {
  SPN_KERNEL_BEGIN
  __syncthreads();
  checkInFunction(static_cast<int>(threadIdx.x));
  __syncthreads();
  SPN_KERNEL_END
}

#ifndef NDEBUG
TEST(Barrier, FailedAssertionNamesBlockAndThread) {
  testing::internal::CaptureStderr();
  spnLaunch(assertInKernel, 1, 64, 0, 0);
  expectFault(spnErrorAssert);
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(std::string::npos, text.find("block: [0,0,0], thread: [33,0,0] Assertion `value"))
      << text;
}
#endif

__global__ void spnAssertInKernel(int *out) {
  SPN_KERNEL_BEGIN
  spnDeviceAssert(threadIdx.x < 64);
  atomicAdd(out, 1);
  SPN_KERNEL_END
}

TEST(Barrier, DeviceAssert) {
  DeviceArray<int> out(1, 0);
  spnLaunch(spnAssertInKernel, 1, 64, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(64, out[0]);
  testing::internal::CaptureStderr();
  spnLaunch(spnAssertInKernel, 1, 65, 0, 0, out.data());
  expectFault(spnErrorAssert);
  EXPECT_NE(std::string::npos,
            testing::internal::GetCapturedStderr().find("thread: [64,0,0] Assertion"));
}

// The sanitizers handle crashes themselves.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

#ifndef SANITIZED
__global__ void writeToNull(int *pointer) {
  SPN_KERNEL_BEGIN
  __syncthreads();
  if (threadIdx.x == 7)
    *pointer = 1;
  SPN_KERNEL_END
}

TEST(BarrierDeathTest, CrashNamesKernelBlockAndThread) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        spnLaunch(writeToNull, 1, 32, 0, 0, nullptr);
        finish();
      },
      "invalid memory access in kernel '.*writeToNull.*', block \\(0,0,0\\), thread \\(7,0,0\\)");
}
#endif

} // namespace
