// SPDX-License-Identifier: Apache-2.0
// Cooperative groups: blocks, tiles within and above a warp, coalesced groups, partitions,
// collective functions, and barriers of the whole grid.
#include "device_array.h"
#include "sampan/cooperative_groups.h"
#include "sampan/cooperative_groups/memcpy_async.h"
#include "sampan/cooperative_groups/reduce.h"
#include "sampan/cooperative_groups/scan.h"
#include "sampan/kernel.h"

namespace cg = cooperative_groups;

namespace {

__global__ void blockFacts(int *out) {
  SPN_KERNEL_BEGIN
  const cg::thread_block block = cg::this_thread_block();
  const cg::grid_group grid = cg::this_grid();
  const unsigned rank = block.thread_rank();
  const bool right =
      block.size() == 24 && block.num_threads() == 24 && block.group_index().y == blockIdx.y &&
      block.thread_index().z == threadIdx.z && block.dim_threads().x == 4 &&
      rank == threadIdx.x + 4 * (threadIdx.y + 3 * threadIdx.z) && grid.size() == 24 * 6 &&
      grid.thread_rank() == 24 * (blockIdx.x + 2 * blockIdx.y) + rank &&
      grid.block_rank() == blockIdx.x + 2 * blockIdx.y && grid.num_blocks() == 6 &&
      grid.dim_blocks().y == 3 && !grid.is_valid();
  out[grid.thread_rank()] = right;
  SPN_KERNEL_END
}

TEST(CooperativeGroups, BlockAndGridFacts) {
  DeviceArray<int> out(144, 0);
  spnLaunch(blockFacts, dim3(2, 3), dim3(4, 3, 2), 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 144; ++i)
    ASSERT_EQ(1, out[i]);
}

template <unsigned Size> __global__ void tileSums(int *out, int *facts) {
  SPN_KERNEL_BEGIN
  const auto block = cg::this_thread_block();
  const auto tile = cg::tiled_partition<Size>(block);
  const int thread = static_cast<int>(threadIdx.x);
  int value = thread;
  for (unsigned offset = tile.size() / 2; offset > 0; offset /= 2)
    value += tile.shfl_down(value, offset);
  out[thread] = tile.shfl(value, 0);
  facts[thread] = tile.thread_rank() == thread % Size && tile.meta_group_rank() == thread / Size &&
                  tile.meta_group_size() == 256 / Size && tile.all(1) && !tile.any(0) &&
                  tile.any(thread % Size == Size - 1) &&
                  cg::reduce(tile, thread, cg::greater<int>()) ==
                      static_cast<int>(thread / Size * Size + Size - 1);
  tile.sync();
  SPN_KERNEL_END
}

template <unsigned Size> void expectTileSums() {
  DeviceArray<int> out(256), facts(256);
  spnLaunch(tileSums<Size>, 1, 256, 0, 0, out.data(), facts.data());
  ASSERT_EQ(spnSuccess, finish());
  constexpr int size = Size;
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(i / size * size * size + size * (size - 1) / 2, out[i]) << Size;
    EXPECT_EQ(1, facts[i]) << Size << " " << i;
  }
}

TEST(CooperativeGroups, TilesOfAllSizes) {
  expectTileSums<1>();
  expectTileSums<2>();
  expectTileSums<4>();
  expectTileSums<8>();
  expectTileSums<16>();
  expectTileSums<32>();
  expectTileSums<64>();
  expectTileSums<128>();
  expectTileSums<256>();
}

struct Big {
  double x, y;
  int z;
};

__global__ void tileForms(int *out) {
  SPN_KERNEL_BEGIN
  const auto tile = cg::tiled_partition<8>(cg::this_thread_block());
  const unsigned rank = tile.thread_rank();
  const Big big = tile.shfl_xor(Big{1.0 * rank, 2.0 * rank, static_cast<int>(3 * rank)}, 1);
  int same = 0;
  const unsigned pairs = tile.match_any(rank / 2);
  const unsigned all = tile.match_all(5, same);
  const auto inner = cg::tiled_partition<4>(tile);
  out[threadIdx.x] = tile.ballot(rank > 5) == 0xc0u && big.x == (rank ^ 1) &&
                     big.z == static_cast<int>(3 * (rank ^ 1)) && pairs == 3u << rank / 2 * 2 &&
                     all == 0xffu && same &&
                     tile.shfl_up(rank, 2) == (rank < 2 ? rank : rank - 2) &&
                     inner.meta_group_rank() == rank / 4 && inner.meta_group_size() == 2;
  SPN_KERNEL_END
}

TEST(CooperativeGroups, TileOperations) {
  DeviceArray<int> out(64);
  spnLaunch(tileForms, 1, 64, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 64; ++i)
    EXPECT_EQ(1, out[i]) << i;
}

__device__ int sumOfGroup(const cg::thread_group &group, int *scratch, int value) {
  const unsigned rank = static_cast<unsigned>(group.thread_rank());
  for (unsigned step = static_cast<unsigned>(group.size()) / 2; step > 0; step /= 2) {
    scratch[rank] = value;
    group.sync();
    if (rank < step)
      value += scratch[rank + step];
    group.sync();
  }
  return value;
}

__global__ void genericGroups(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int scratch[128];
  const auto block = cg::this_thread_block();
  const int ofBlock = sumOfGroup(block, scratch, 1);
  block.sync();
  const auto tile = cg::tiled_partition<16>(block);
  const int ofTile = sumOfGroup(tile, scratch + threadIdx.x / 16 * 16, 1);
  const cg::thread_group part = cg::tiled_partition(block, 8);
  const int ofPart = sumOfGroup(part, scratch + threadIdx.x / 8 * 8, 1);
  if (threadIdx.x == 0)
    out[blockIdx.x] = ofBlock * 10000 + ofTile * 100 + ofPart;
  SPN_KERNEL_END
}

TEST(CooperativeGroups, GenericThreadGroup) {
  DeviceArray<int> out(4);
  spnLaunch(genericGroups, 4, 128, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(1281608, out[i]);
}

__global__ void coalesced(int *out, int *count) {
  SPN_KERNEL_BEGIN
  const unsigned lane = threadIdx.x % 32;
  if (lane % 3 == 1) {
    const cg::coalesced_group active = cg::coalesced_threads();
    int base = 0;
    if (active.thread_rank() == 0)
      base = atomicAdd(count, static_cast<int>(active.size()));
    base = active.shfl(base, 0);
    const int place = base + static_cast<int>(active.thread_rank());
    atomicAdd(&out[place], 1);
    const unsigned rank = active.thread_rank();
    const bool right = active.size() == 11 &&
                       active.shfl_down(rank, 1) == (rank == 10 ? 10 : rank + 1) &&
                       active.shfl_up(rank, 2) == (rank < 2 ? rank : rank - 2) &&
                       active.ballot(rank % 2) == 0x2aau && active.any(rank == 10) &&
                       cg::reduce(active, static_cast<int>(rank), cg::plus<int>()) == 55;
    if (!right)
      out[place] = -100;
  }
  SPN_KERNEL_END
}

TEST(CooperativeGroups, CoalescedGroups) {
  DeviceArray<int> out(11 * 40, 0), count(1, 0);
  spnLaunch(coalesced, 10, 128, 0, 0, out.data(), count.data());
  ASSERT_EQ(spnSuccess, finish());
  ASSERT_EQ(11 * 40, count[0]);
  for (int i = 0; i < 11 * 40; ++i)
    EXPECT_EQ(1, out[i]);
}

__global__ void partitions(int *out) {
  SPN_KERNEL_BEGIN
  const auto tile = cg::tiled_partition<32>(cg::this_thread_block());
  const unsigned rank = tile.thread_rank();
  const auto thirds = cg::labeled_partition(tile, static_cast<int>(rank % 3));
  const auto halves = cg::binary_partition(tile, rank < 20);
  const auto fours = cg::tiled_partition(thirds, 4);
  out[rank] = thirds.size() == (rank % 3 == 2 ? 10u : 11u) && thirds.thread_rank() == rank / 3 &&
              thirds.meta_group_size() == 3 && thirds.meta_group_rank() == rank % 3 &&
              halves.size() == (rank < 20 ? 20u : 12u) &&
              halves.thread_rank() == (rank < 20 ? rank : rank - 20) &&
              fours.thread_rank() == rank / 3 % 4 && fours.meta_group_rank() == rank / 12 &&
              cg::reduce(halves, 1, cg::plus<int>()) == static_cast<int>(halves.size());
  SPN_KERNEL_END
}

TEST(CooperativeGroups, Partitions) {
  DeviceArray<int> out(32);
  spnLaunch(partitions, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 32; ++i)
    EXPECT_EQ(1, out[i]) << i;
}

__device__ int sumOf(int a, int b) { return a + b; }

__global__ void scans(int *out) {
  SPN_KERNEL_BEGIN
  const auto tile = cg::tiled_partition<16>(cg::this_thread_block());
  const int rank = static_cast<int>(tile.thread_rank());
  out[threadIdx.x] =
      cg::inclusive_scan(tile, rank) == rank * (rank + 1) / 2 &&
      cg::inclusive_scan(tile, rank, sumOf) == rank * (rank + 1) / 2 &&
      cg::exclusive_scan(tile, rank) == rank * (rank - 1) / 2 &&
      cg::inclusive_scan(tile, 100 - rank, cg::less<int>()) == 100 - rank &&
      cg::inclusive_scan(tile, rank, [](int a, int b) { return a > b ? a : b; }) == rank &&
      cg::reduce(tile, 1 << rank, cg::bit_or<int>()) == 0xffff &&
      cg::reduce(tile, 1.5, [](double a, double b) { return a + b; }) == 24.0 &&
      cg::reduce(tile, rank, sumOf) == 120 && cg::reduce(tile, rank, &sumOf) == 120 &&
      cg::invoke_one_broadcast(tile, [] { return 42; }) == 42;
  SPN_KERNEL_END
}

TEST(CooperativeGroups, ScansAndReductions) {
  DeviceArray<int> out(64);
  spnLaunch(scans, 1, 64, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 64; ++i)
    EXPECT_EQ(1, out[i]) << i;
}

__global__ void splitBarrier(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int slots[64];
  auto block = cg::this_thread_block();
  for (int round = 0; round < 3; ++round) {
    slots[threadIdx.x] = round * 100 + static_cast<int>(threadIdx.x);
    auto token = block.barrier_arrive();
    const int own = round; // work that needs no other thread
    block.barrier_wait(std::move(token));
    out[threadIdx.x] = slots[63 - threadIdx.x] + own;
    block.sync();
  }
  SPN_KERNEL_END
}

TEST(CooperativeGroups, SplitBarrier) {
  DeviceArray<int> out(64);
  spnLaunch(splitBarrier, 1, 64, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 64; ++i)
    EXPECT_EQ(200 + 63 - i + 2, out[i]);
}

__global__ void copyThroughShared(const int *in, int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int tile[100];
  const auto block = cg::this_thread_block();
  cg::memcpy_async(block, tile, in + blockIdx.x * 100, sizeof(int) * 100);
  cg::wait(block);
  for (unsigned i = threadIdx.x; i < 100; i += blockDim.x)
    out[blockIdx.x * 100 + i] = tile[99 - i];
  SPN_KERNEL_END
}

TEST(CooperativeGroups, MemcpyAsync) {
  DeviceArray<int> in(1000), out(1000);
  for (int i = 0; i < 1000; ++i)
    in[i] = i;
  spnLaunch(copyThroughShared, 10, 48, 0, 0, in.data(), out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 1000; ++i)
    EXPECT_EQ(i / 100 * 100 + 99 - i % 100, out[i]);
}

__global__ void gridRounds(int *data, int rounds) {
  SPN_KERNEL_BEGIN
  __shared__ int ofBlock; // co-resident blocks each have their own
  const cg::grid_group grid = cg::this_grid();
  const int n = static_cast<int>(grid.size()), i = static_cast<int>(grid.thread_rank());
  if (threadIdx.x == 0)
    ofBlock = static_cast<int>(blockIdx.x);
  for (int round = 0; round < rounds; ++round) {
    const int left = data[(i + n - 1) % n];
    grid.sync();
    data[i] = left + 1;
    grid.sync();
  }
  if (ofBlock != static_cast<int>(blockIdx.x))
    data[i] = -1;
  SPN_KERNEL_END
}

void expectGridRounds(int blocks, int threads) {
  const int n = blocks * threads;
  constexpr int rounds = 5;
  DeviceArray<int> data(n);
  for (int i = 0; i < n; ++i)
    data[i] = 1000 * i;
  int *pointer = data.data();
  int count = rounds;
  void *arguments[] = {&pointer, &count};
  ASSERT_EQ(spnSuccess, spnLaunchCooperativeKernel(spn::kernelHandle(gridRounds), blocks, threads,
                                                   arguments, 0, nullptr));
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < n; ++i)
    ASSERT_EQ(1000 * (((i - rounds) % n + n) % n) + rounds, data[i]) << i;
}

TEST(CooperativeGroups, GridSync) {
  expectGridRounds(1, 64);
  expectGridRounds(2, 1);
  expectGridRounds(7, 33);
  expectGridRounds(16, 128);
}

} // namespace
