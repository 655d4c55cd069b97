// SPDX-License-Identifier: Apache-2.0
// Warp operations: results of every form, masks, divergence and exited lanes.
#include "device_array.h"
#include "sampan/kernel.h"

namespace {

constexpr unsigned fullMask = 0xffffffffu;

__global__ void shuffles(int *out, int argument, int width) {
  SPN_KERNEL_BEGIN
  const int lane = static_cast<int>(threadIdx.x), value = 100 + lane;
  out[lane] = __shfl_sync(fullMask, value, argument, width);
  out[32 + lane] = __shfl_up_sync(fullMask, value, static_cast<unsigned>(argument), width);
  out[64 + lane] = __shfl_down_sync(fullMask, value, static_cast<unsigned>(argument), width);
  out[96 + lane] = __shfl_xor_sync(fullMask, value, argument, width);
  SPN_KERNEL_END
}

TEST(Warp, ShuffleSources) {
  DeviceArray<int> out(128);
  for (int width : {2, 4, 8, 16, 32})
    for (int argument : {0, 1, 3, 5, 16, 31}) {
      spnLaunch(shuffles, 1, 32, 0, 0, out.data(), argument, width);
      ASSERT_EQ(spnSuccess, finish());
      for (int lane = 0; lane < 32; ++lane) {
        const int first = lane / width * width, last = first + width - 1;
        EXPECT_EQ(100 + first + argument % width, out[lane]);
        EXPECT_EQ(100 + (lane - argument >= first ? lane - argument : lane), out[32 + lane]);
        EXPECT_EQ(100 + (lane + argument <= last ? lane + argument : lane), out[64 + lane]);
        EXPECT_EQ(100 + ((lane ^ argument) <= last ? lane ^ argument : lane), out[96 + lane]);
      }
    }
}

template <class T> __global__ void sumByShuffle(const T *in, T *out) {
  SPN_KERNEL_BEGIN
  T value = in[blockIdx.x * blockDim.x + threadIdx.x];
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_down_sync(fullMask, value, offset);
  if (threadIdx.x % 32 == 0)
    atomicAdd(out, value);
  SPN_KERNEL_END
}

template <class T> void expectSum() {
  constexpr int n = 100 * 256;
  DeviceArray<T> in(n, T(1)), out(1, T(0));
  in[77] = T(24);
  spnLaunch(sumByShuffle<T>, 100, 256, 0, 0, in.data(), out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(T(n + 23), out[0]);
}

TEST(Warp, ShuffleTypes) {
  expectSum<int>();
  expectSum<unsigned>();
  expectSum<unsigned long long>();
  expectSum<float>();
  expectSum<double>();
}

__global__ void voteForms(unsigned *out, unsigned mask) {
  SPN_KERNEL_BEGIN
  const unsigned lane = threadIdx.x;
  if (mask >> lane & 1) {
    out[lane] = __ballot_sync(mask, lane % 3 == 0);
    out[32 + lane] = __all_sync(mask, lane < 40) + 2 * __all_sync(mask, lane != 4);
    out[64 + lane] = __any_sync(mask, lane == 4) + 2 * __any_sync(mask, lane > 40);
    out[96 + lane] = __uni_sync(mask, lane < 40) + 2 * __uni_sync(mask, lane > 40) +
                     4 * __uni_sync(mask, lane == 4);
  }
  SPN_KERNEL_END
}

TEST(Warp, VotesHonourTheMask) {
  for (unsigned mask : {fullMask, 0x0000ffffu, 0x55555555u, 0xf0f0f0f0u}) {
    DeviceArray<unsigned> out(128, 99);
    spnLaunch(voteForms, 1, 32, 0, 0, out.data(), mask);
    ASSERT_EQ(spnSuccess, finish());
    unsigned thirds = 0;
    for (unsigned lane = 0; lane < 32; lane += 3)
      thirds |= 1u << lane;
    const bool four = mask >> 4 & 1, onlyFour = mask == 1u << 4;
    for (unsigned lane = 0; lane < 32; ++lane) {
      if (!(mask >> lane & 1)) {
        EXPECT_EQ(99u, out[lane]);
        continue;
      }
      EXPECT_EQ(thirds & mask, out[lane]);
      EXPECT_EQ(four ? 1u : 3u, out[32 + lane]);
      EXPECT_EQ(four ? 1u : 0u, out[64 + lane]);
      EXPECT_EQ(3u + (four && !onlyFour ? 0u : 4u), out[96 + lane]);
    }
  }
}

__global__ void matches(unsigned *out) {
  SPN_KERNEL_BEGIN
  const unsigned lane = threadIdx.x;
  int all = -1, notAll = -1;
  out[lane] = __match_any_sync(fullMask, static_cast<double>(lane % 4));
  out[32 + lane] = __match_all_sync(fullMask, 7ll, &all);
  out[64 + lane] = __match_all_sync(fullMask, lane, &notAll);
  out[96 + lane] = all == 1 && notAll == 0;
  SPN_KERNEL_END
}

TEST(Warp, Match) {
  DeviceArray<unsigned> out(128);
  spnLaunch(matches, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (unsigned lane = 0; lane < 32; ++lane) {
    EXPECT_EQ(0x11111111u << lane % 4, out[lane]);
    EXPECT_EQ(fullMask, out[32 + lane]);
    EXPECT_EQ(0u, out[64 + lane]);
    EXPECT_EQ(1u, out[96 + lane]);
  }
}

__global__ void reductions(int *out) {
  SPN_KERNEL_BEGIN
  const int lane = static_cast<int>(threadIdx.x);
  const unsigned bit = 1u << lane;
  const int results[] = {__reduce_add_sync(fullMask, lane - 16),
                         __reduce_min_sync(fullMask, lane - 16),
                         __reduce_max_sync(fullMask, lane - 16),
                         static_cast<int>(__reduce_min_sync(fullMask, bit)),
                         static_cast<int>(__reduce_max_sync(fullMask, bit)),
                         static_cast<int>(__reduce_and_sync(fullMask, ~bit)),
                         static_cast<int>(__reduce_or_sync(fullMask, bit)),
                         static_cast<int>(__reduce_xor_sync(fullMask, 3 * bit))};
  for (int i = 0; i < 8; ++i)
    out[i * 32 + lane] = results[i];
  SPN_KERNEL_END
}

TEST(Warp, Reduce) {
  DeviceArray<int> out(256);
  spnLaunch(reductions, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  unsigned xors = 0;
  for (unsigned lane = 0; lane < 32; ++lane)
    xors ^= 3u << lane;
  const int expected[] = {
      -16, -16, 15, 1, static_cast<int>(0x80000000u), 0, -1, static_cast<int>(xors)};
  for (int i = 0; i < 256; ++i)
    EXPECT_EQ(expected[i / 32], out[i]) << i;
}

// Branches of one warp run different operations, a different number of times.
__global__ void independentBranches(int *out) {
  SPN_KERNEL_BEGIN
  const int lane = static_cast<int>(threadIdx.x);
  int value = lane;
  if (lane < 8) {
    for (int i = 0; i < 3; ++i)
      value = __shfl_xor_sync(0x000000ffu, value, 1 << i);
  } else if (lane < 24) {
    for (int offset = 8; offset > 0; offset /= 2)
      value += __shfl_xor_sync(0x00ffff00u, value, offset, 8) * (offset < 8);
    value += 1000 * __popc(__ballot_sync(0x00ffff00u, lane % 2));
  } else {
    __syncwarp(0xff000000u);
    value = __any_sync(0xff000000u, lane == 30) ? -lane : lane;
  }
  out[lane] = value;
  SPN_KERNEL_END
}

TEST(Warp, BranchesWithDisjointMasks) {
  DeviceArray<int> out(32);
  spnLaunch(independentBranches, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int lane = 0; lane < 32; ++lane) {
    const int first = lane / 8 * 8;
    EXPECT_EQ(lane < 8 ? lane ^ 7 : lane < 24 ? 8 * first + 28 + 8000 : -lane, out[lane]) << lane;
  }
}

__global__ void exitedLanes(unsigned *out) {
  SPN_KERNEL_BEGIN
  const unsigned lane = threadIdx.x % 32;
  if (lane % 4 == 1)
    return;
  out[threadIdx.x] = __ballot_sync(fullMask, 1);
  if (lane < 8)
    return;
  unsigned value = lane;
  __syncwarp();
  value = __shfl_sync(fullMask, value, 10);
  out[128 + threadIdx.x] = value;
  SPN_KERNEL_END
}

TEST(Warp, ExitedLanesAreNotWaitedFor) {
  DeviceArray<unsigned> out(256, 0);
  spnLaunch(exitedLanes, 1, 128, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (unsigned i = 0; i < 128; ++i) {
    EXPECT_EQ(i % 4 == 1 ? 0u : 0xddddddddu, out[i]);
    EXPECT_EQ(i % 4 == 1 || i % 32 < 8 ? 0u : 10u, out[128 + i]);
  }
}

__global__ void partialWarp(int *out) {
  SPN_KERNEL_BEGIN
  int value = 1;
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_down_sync(fullMask, value, offset);
  out[threadIdx.x] = value;
  SPN_KERNEL_END
}

TEST(Warp, LanesThatDoNotExistReadAsZero) {
  DeviceArray<int> out(20);
  spnLaunch(partialWarp, 1, 20, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(20, out[0]);
}

// Aggregated atomics: the idiom that __activemask() is used for.
__global__ void compact(const int *in, int *out, int *count) {
  SPN_KERNEL_BEGIN
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  const unsigned lane = threadIdx.x % 32;
  if (in[i] > 0) {
    const unsigned active = __activemask();
    const int leader = __ffs(static_cast<int>(active)) - 1;
    int base = 0;
    if (static_cast<int>(lane) == leader)
      base = atomicAdd(count, __popc(active));
    base = __shfl_sync(active, base, leader);
    out[base + __popc(active & ((1u << lane) - 1))] = in[i];
  }
  SPN_KERNEL_END
}

TEST(Warp, ActiveMaskInDivergentCode) {
  constexpr int n = 64 * 256;
  DeviceArray<int> in(n), out(n, 0), count(1, 0);
  int expected = 0;
  long long sum = 0;
  for (int i = 0; i < n; ++i) {
    in[i] = i * 7919 % 5 - 2;
    expected += in[i] > 0;
    sum += in[i] > 0 ? in[i] : 0;
  }
  spnLaunch(compact, 64, 256, 0, 0, in.data(), out.data(), count.data());
  ASSERT_EQ(spnSuccess, finish());
  ASSERT_EQ(expected, count[0]);
  for (int i = 0; i < expected; ++i) {
    ASSERT_GT(out[i], 0);
    sum -= out[i];
  }
  EXPECT_EQ(0, sum);
}

__global__ void activeMasks(unsigned *out) {
  SPN_KERNEL_BEGIN
  const unsigned lane = threadIdx.x;
  if (lane == 5)
    return;
  if (lane % 2)
    out[lane] = __activemask();
  else
    out[lane] = __activemask();
  for (unsigned i = 0; i < lane; i += 8)
    out[32 + lane] = __activemask();
  SPN_KERNEL_END
}

TEST(Warp, ActiveMaskIsTheConvergedLanes) {
  DeviceArray<unsigned> out(64, 0);
  spnLaunch(activeMasks, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (unsigned lane = 0; lane < 32; ++lane) {
    if (lane == 5)
      continue;
    EXPECT_TRUE(out[lane] >> lane & 1);
    EXPECT_EQ(0u, out[lane] & 1u << 5);
    // Lanes that take part in as many rounds see each other in the last one.
    const unsigned rounds = (lane + 7) / 8;
    for (unsigned other = 1; rounds && other < 32; ++other) {
      const bool together = other != 5 && (other + 7) / 8 == rounds;
      EXPECT_TRUE(!together || (out[32 + lane] >> other & 1)) << lane << " " << other;
    }
  }
}

__global__ void legacyForms(int *out) {
  SPN_KERNEL_BEGIN
  const int lane = static_cast<int>(threadIdx.x);
  out[lane] = __shfl(lane, 3) + __shfl_up(lane, 1) + __shfl_down(lane, 1) + __shfl_xor(lane, 1);
  if (lane < 10)
    out[32 + lane] = __popc(__ballot(1)) + 100 * __all(lane < 10) + 1000 * __any(lane == 11);
  SPN_KERNEL_END
}

TEST(Warp, FormsWithoutMask) {
  DeviceArray<int> out(64);
  spnLaunch(legacyForms, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int lane = 0; lane < 32; ++lane)
    EXPECT_EQ(3 + (lane ? lane - 1 : 0) + (lane < 31 ? lane + 1 : 31) + (lane ^ 1), out[lane]);
  for (int lane = 0; lane < 10; ++lane)
    EXPECT_EQ(110, out[32 + lane]);
}

// The mask names lanes that take the other branch. Hardware goes on with those that are there.
__global__ void maskNamesTooMany(int *out) {
  SPN_KERNEL_BEGIN
  int value = 1;
  if (threadIdx.x < 8)
    for (int offset = 4; offset > 0; offset /= 2)
      value += __shfl_down_sync(fullMask, value, offset, 8);
  __syncthreads();
  out[threadIdx.x] = value;
  SPN_KERNEL_END
}

TEST(Warp, MaskThatNamesLanesElsewhereWarnsAndGoesOn) {
  DeviceArray<int> out(64);
  testing::internal::CaptureStderr();
  spnLaunch(maskNamesTooMany, 1, 64, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(std::string::npos, text.find("without lanes 0xffffff00")) << text;
  EXPECT_EQ(8, out[0]);
  EXPECT_EQ(1, out[8]);
}

__global__ void warpThenBlock(int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int sums[32];
  const unsigned lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  int value = static_cast<int>(threadIdx.x);
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_xor_sync(fullMask, value, offset);
  if (lane == 0)
    sums[warp] = value;
  __syncthreads();
  if (warp == 0) {
    value = lane < blockDim.x / 32 ? sums[lane] : 0;
    for (int offset = 16; offset > 0; offset /= 2)
      value += __shfl_xor_sync(fullMask, value, offset);
    if (lane == 0)
      out[blockIdx.x] = value;
  }
  SPN_KERNEL_END
}

TEST(Warp, BlockReduction) {
  DeviceArray<int> out(50);
  for (int threads : {32, 256, 1024}) {
    spnLaunch(warpThenBlock, 50, threads, 0, 0, out.data());
    ASSERT_EQ(spnSuccess, finish());
    for (int b = 0; b < 50; ++b)
      EXPECT_EQ(threads * (threads - 1) / 2, out[b]);
  }
}

} // namespace
