// SPDX-License-Identifier: Apache-2.0
// Kernels run once per thread of the grid, with the right indices, arguments and configuration.
#include "device_array.h"
#include "sampan/kernel.h"

#include <numeric>
#include <thread>

namespace {

__device__ unsigned globalIndex() {
  const unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
  const unsigned thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  return block * (blockDim.x * blockDim.y * blockDim.z) + thread;
}

__global__ void countVisits(int *visits) {
  SPN_KERNEL_BEGIN
  atomicAdd(&visits[globalIndex()], 1);
  SPN_KERNEL_END
}

void expectOneVisitEach(dim3 grid, dim3 block) {
  const std::size_t threads =
      std::size_t{1} * grid.x * grid.y * grid.z * block.x * block.y * block.z;
  DeviceArray<int> visits(threads, 0);
  spnLaunch(countVisits, grid, block, 0, 0, visits.data());
  ASSERT_EQ(spnSuccess, finish());
  for (std::size_t i = 0; i < threads; ++i)
    ASSERT_EQ(1, visits[i]) << "thread " << i;
}

TEST(KernelLaunch, EveryThreadRunsOnce) {
  expectOneVisitEach(1, 1);
  expectOneVisitEach(1, 1024);
  expectOneVisitEach(1000, 7);
  expectOneVisitEach(dim3(3, 5, 2), dim3(4, 3, 5));
  expectOneVisitEach(dim3(1, 300, 1), dim3(1, 1, 64));
  expectOneVisitEach(5000, 64);
}

template <class T, int Step> __global__ void fill(T *out, T first, T step = Step) {
  SPN_KERNEL_BEGIN
  first += step * static_cast<T>(threadIdx.x); // a parameter is the thread's own
  out[threadIdx.x] = first;
  SPN_KERNEL_END
}

TEST(KernelLaunch, TemplatesDefaultArgumentsAndOwnParameters) {
  DeviceArray<double> out(40);
  spnLaunch((fill<double, 3>), 1, 40, 0, 0, out.data(), 10.0);
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(10.0 + 3 * i, out[i]);
}

struct Matrix {
  int rows, columns;
  int cells[6];
};

__global__ void sumOf(Matrix matrix, int *out) {
  SPN_KERNEL_BEGIN
  int sum = 0;
  for (int i = 0; i < matrix.rows * matrix.columns; ++i)
    sum += matrix.cells[i];
  *out = sum;
  SPN_KERNEL_END
}

TEST(KernelLaunch, ArgumentsByValueAndThroughFunctionPointers) {
  DeviceArray<int> out(1);
  const Matrix matrix = {2, 3, {1, 2, 3, 4, 5, 6}};
  void (*kernel)(Matrix, int *) = sumOf;
  spnLaunch(kernel, 1, 1, 0, 0, matrix, out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(21, out[0]);
}

__global__ void reverseInShared(int *data, int n) {
  SPN_KERNEL_BEGIN
  int *const shared = spnDynamicShared<int>();
  shared[threadIdx.x] = data[blockIdx.x * n + threadIdx.x];
  __syncthreads();
  data[blockIdx.x * n + threadIdx.x] = shared[n - 1 - threadIdx.x];
  SPN_KERNEL_END
}

TEST(KernelLaunch, DynamicSharedMemory) {
  constexpr int n = 128, blocks = 50;
  DeviceArray<int> data(n * blocks);
  for (int i = 0; i < n * blocks; ++i)
    data[i] = i;
  spnLaunch(reverseInShared, blocks, n, n * sizeof(int), 0, data.data(), n);
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < n * blocks; ++i)
    ASSERT_EQ(i / n * n + n - 1 - i % n, data[i]);
}

__global__ void sharedAlignment(int *aligned) {
  SPN_KERNEL_BEGIN
  *aligned = reinterpret_cast<std::size_t>(spnDynamicShared<char>()) % 128 == 0;
  SPN_KERNEL_END
}

TEST(KernelLaunch, DynamicSharedMemoryIsAligned) {
  DeviceArray<int> aligned(1);
  spnLaunch(sharedAlignment, 1, 1, 40000, 0, aligned.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(1, aligned[0]);
}

TEST(KernelLaunch, InvalidConfigurations) {
  DeviceArray<int> visits(1);
  for (dim3 block : {dim3(1025), dim3(0), dim3(32, 64), dim3(1, 1, 65)}) {
    spnLaunch(countVisits, 1, block, 0, 0, visits.data());
    EXPECT_EQ(spnErrorInvalidConfiguration, spnGetLastError());
  }
  spnLaunch(countVisits, dim3(1, 65536), 1, 0, 0, visits.data());
  EXPECT_EQ(spnErrorInvalidConfiguration, spnGetLastError());
  ASSERT_EQ(spnSuccess, finish());
}

__global__ void child(int *log, int *place, int value) {
  SPN_KERNEL_BEGIN
  if (threadIdx.x == 0)
    log[atomicAdd(place, 1)] = value;
  SPN_KERNEL_END
}

__global__ void parent(int *log, int *place, int depth) {
  SPN_KERNEL_BEGIN
  __syncthreads();
  if (threadIdx.x == 0) {
    spnLaunch(child, 1, 4, 0, 0, log, place, depth * 10 + 1);
    if (depth > 0)
      spnLaunch(parent, 1, 8, 0, 0, log, place, depth - 1);
    spnLaunch(child, 1, 4, 0, 0, log, place, depth * 10 + 2);
  }
  __syncthreads();
  if (threadIdx.x == 3)
    log[atomicAdd(place, 1)] = depth * 10;
  SPN_KERNEL_END
}

TEST(KernelLaunch, ChildrenRunAfterTheirParentInOrder) {
  DeviceArray<int> log(16), place(1, 0);
  spnLaunch(parent, 1, 8, 0, 0, log.data(), place.data(), 1);
  ASSERT_EQ(spnSuccess, finish());
  ASSERT_EQ(6, place[0]);
  const int expected[] = {10, 11, 0, 1, 2, 12};
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(expected[i], log[i]) << i;
}

TEST(KernelLaunch, SeveralHostThreadsLaunchAtOnce) {
  constexpr int hostThreads = 4, rounds = 50, threads = 64 * 96;
  std::vector<std::thread> hosts;
  std::vector<int> wrong(hostThreads, 0);
  for (int t = 0; t < hostThreads; ++t)
    hosts.emplace_back([&, t] {
      std::vector<int> visits(threads, 0);
      for (int round = 0; round < rounds; ++round) {
        spnLaunch(countVisits, 64, 96, 0, 0, visits.data());
        spnDeviceSynchronize();
      }
      for (int visit : visits)
        wrong[t] += visit != rounds;
    });
  for (std::thread &host : hosts)
    host.join();
  EXPECT_EQ(std::vector<int>(hostThreads, 0), wrong);
}

// Blocks that wait for each other without a cooperative launch run on hardware when they fit.
__global__ void waitForAllBlocks(int *arrived, int *out) {
  SPN_KERNEL_BEGIN
  if (threadIdx.x == 0) {
    atomicAdd(arrived, 1);
    while (atomicAdd(arrived, 0) < static_cast<int>(gridDim.x))
      __threadfence();
  }
  __syncthreads();
  atomicAdd(out, 1);
  SPN_KERNEL_END
}

TEST(KernelLaunch, BlocksThatSpinOnEachOtherGetTheirTurn) {
  DeviceArray<int> arrived(1, 0), out(1, 0);
  spnLaunch(waitForAllBlocks, 12, 32, 0, 0, arrived.data(), out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(12 * 32, out[0]);
}

__global__ void takeTicketLock(int *lock, int *counter) {
  SPN_KERNEL_BEGIN
  for (bool done = false; !done;) {
    if (atomicCAS(lock, 0, 1) == 0) {
      __threadfence();
      const int seen = *counter;
      spn::detail::spinHint(); // lets others see the lock held
      *counter = seen + 1;
      __threadfence();
      atomicExch(lock, 0);
      done = true;
    }
  }
  SPN_KERNEL_END
}

TEST(KernelLaunch, SpinLocksMakeProgress) {
  DeviceArray<int> lock(1, 0), counter(1, 0);
  spnLaunch(takeTicketLock, 8, 64, 0, 0, lock.data(), counter.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(8 * 64, counter[0]);
}

__device__ int recursiveSum(int n) { return n == 0 ? 0 : n + recursiveSum(n - 1); }

__global__ void deepCalls(int *out) {
  SPN_KERNEL_BEGIN
  __syncthreads(); // threads after the first run on fibres
  out[threadIdx.x] = recursiveSum(500);
  SPN_KERNEL_END
}

TEST(KernelLaunch, FibresHaveRoomForCalls) {
  DeviceArray<int> out(256);
  spnLaunch(deepCalls, 1, 256, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 256; ++i)
    ASSERT_EQ(500 * 501 / 2, out[i]);
}

} // namespace
