// SPDX-License-Identifier: Apache-2.0
// A launch that runs at once allocates nothing in the thread that makes it, once that thread has
// run a kernel of the kind: neither the launch nor blocks, their barriers and their shared memory.
#include "device_array.h"
#include "sampan/kernel.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

/// Helpers set themselves up when they first join a grid, whenever that is, so only the calling
/// thread's allocations are counted.
thread_local int allocations = 0;

void *counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  void *memory = nullptr;
  if (posix_memalign(&memory, alignment < sizeof(void *) ? sizeof(void *) : alignment,
                     size ? size : 1) != 0)
    std::abort();
  return memory;
}

} // namespace

void *operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void *operator new(std::size_t size, const std::nothrow_t &) noexcept {
  return counted(size, alignof(std::max_align_t));
}
void *operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void *memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace {

bool runsAtOnce() {
  const char *mode = std::getenv("SAMPAN_STREAMS");
  return !mode || std::strcmp(mode, "threads") != 0;
}

__global__ void add(int *sum) {
  SPN_KERNEL_BEGIN
  atomicAdd(sum, 1);
  SPN_KERNEL_END
}

/// Its threads wait, so they need stacks of their own.
__global__ void addShared(int *sum) {
  SPN_KERNEL_BEGIN
  int *const part = static_cast<int *>(::spn::detail::dynamicShared());
  if (threadIdx.x == 0)
    *part = 0;
  __syncthreads();
  atomicAdd(part, 1);
  __syncthreads();
  if (threadIdx.x == 0)
    atomicAdd(sum, *part);
  SPN_KERNEL_END
}

template <class Launch> void expectNoAllocations(int threads, const Launch &launch) {
  if (!runsAtOnce())
    GTEST_SKIP() << "work that waits in a queue is copied";
  DeviceArray<int> sum(1, 0);
  launch(sum.data()); // sets this thread up
  allocations = 0;
  for (int i = 0; i < 50; ++i)
    launch(sum.data());
  const int after = allocations;
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(0, after);
  EXPECT_EQ(51 * threads, sum[0]);
}

TEST(LaunchAllocation, CountsAllocations) {
  allocations = 0;
  ::operator delete(::operator new(sizeof(int)));
  EXPECT_EQ(1, allocations);
}

TEST(LaunchAllocation, NoneForOneBlock) {
  expectNoAllocations(32, [](int *sum) { spnLaunch(add, 1, 32, 0, 0, sum); });
}

TEST(LaunchAllocation, NoneForManyBlocks) {
  expectNoAllocations(1000 * 64, [](int *sum) { spnLaunch(add, 1000, 64, 0, 0, sum); });
}

TEST(LaunchAllocation, NoneForThreadsThatWait) {
  expectNoAllocations(20 * 96, [](int *sum) { spnLaunch(addShared, 20, 96, 4096, 0, sum); });
}

} // namespace
