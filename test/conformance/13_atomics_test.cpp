// SPDX-License-Identifier: Apache-2.0
// Atomic functions: results, returned values and races between blocks.
#include "device_array.h"
#include "sampan/kernel.h"

#include <climits>

namespace {

/// Calls `operation(place, index)` from many threads of many blocks.
template <class T, class Operation> __global__ void fromAllThreads(T *place, Operation operation) {
  SPN_KERNEL_BEGIN
  operation(place, static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x));
  SPN_KERNEL_END
}

constexpr int blocks = 64, threads = 128, total = blocks * threads;

template <class T, class Operation> T raced(T start, Operation operation) {
  DeviceArray<T> place(1, start);
  spnLaunch(fromAllThreads, blocks, threads, 0, 0, place.data(), operation);
  EXPECT_EQ(spnSuccess, finish());
  return place[0];
}

TEST(Atomics, AddAndSub) {
  EXPECT_EQ(5 + total, raced(5, [](int *p, int) { atomicAdd(p, 1); }));
  EXPECT_EQ(5u + total, raced(5u, [](unsigned *p, int) { atomicAdd(p, 1u); }));
  EXPECT_EQ(5ull + total * 10000000000ull,
            raced(5ull, [](unsigned long long *p, int) { atomicAdd(p, 10000000000ull); }));
  EXPECT_EQ(static_cast<float>(total), raced(0.0f, [](float *p, int) { atomicAdd(p, 1.0f); }));
  EXPECT_EQ(0.5 * total, raced(0.0, [](double *p, int) { atomicAdd_system(p, 0.5); }));
  EXPECT_EQ(-total, raced(0, [](int *p, int) { atomicSub(p, 1); }));
  EXPECT_EQ(UINT_MAX - total + 1, raced(0u, [](unsigned *p, int) { atomicSub_system(p, 1u); }));
  EXPECT_EQ(INT_MIN, raced(INT_MAX, [](int *p, int i) { atomicAdd(p, i == 0); }));
}

TEST(Atomics, MinAndMax) {
  EXPECT_EQ(-total + 1, raced(3, [](int *p, int i) { atomicMin(p, -i); }));
  EXPECT_EQ(total - 1, raced(3, [](int *p, int i) { atomicMax(p, i); }));
  EXPECT_EQ(0u, raced(9u, [](unsigned *p, int i) { atomicMin(p, static_cast<unsigned>(i)); }));
  EXPECT_EQ(UINT_MAX, raced(9u, [](unsigned *p, int i) { atomicMax(p, 0u - i); }));
  EXPECT_EQ(-4000000000ll * (total - 1),
            raced(0ll, [](long long *p, int i) { atomicMin(p, -4000000000ll * i); }));
  EXPECT_EQ(4000000000ull * (total - 1), raced(0ull, [](unsigned long long *p, int i) {
              atomicMax(p, 4000000000ull * static_cast<unsigned>(i));
            }));
}

TEST(Atomics, IncrementAndDecrementWrap) {
  EXPECT_EQ(static_cast<unsigned>(total % 101),
            raced(0u, [](unsigned *p, int) { atomicInc(p, 100); }));
  EXPECT_EQ(static_cast<unsigned>((101 - total % 101) % 101),
            raced(0u, [](unsigned *p, int) { atomicDec(p, 100); }));
  DeviceArray<unsigned> place(1, 500);
  spnLaunch(fromAllThreads, 1, 1, 0, 0, place.data(), [](unsigned *p, int) { atomicDec(p, 7u); });
  EXPECT_EQ(spnSuccess, finish());
  EXPECT_EQ(7u, place[0]);
}

TEST(Atomics, BitOperations) {
  EXPECT_EQ(0xffffffffu, raced(0u, [](unsigned *p, int i) { atomicOr(p, 1u << i % 32); }));
  EXPECT_EQ(0, raced(-1, [](int *p, int i) { atomicAnd(p, ~(1 << i % 31) & INT_MAX); }));
  EXPECT_EQ(0ull, raced(0ull, [](unsigned long long *p, int i) { atomicXor(p, 1ull << i % 64); }));
}

template <class T> __global__ void takeTickets(T *place, int *seen) {
  SPN_KERNEL_BEGIN
  const T ticket = atomicAdd(place, static_cast<T>(1));
  atomicAdd(&seen[static_cast<int>(ticket)], 1);
  SPN_KERNEL_END
}

template <class T> void expectTickets() {
  DeviceArray<T> place(1, T(0));
  DeviceArray<int> seen(total, 0);
  spnLaunch(takeTickets<T>, blocks, threads, 0, 0, place.data(), seen.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < total; ++i)
    ASSERT_EQ(1, seen[i]);
}

TEST(Atomics, ReturnTheValueBefore) {
  expectTickets<int>();
  expectTickets<unsigned>();
  expectTickets<unsigned long long>();
  expectTickets<float>();
  expectTickets<double>();
}

template <class T> T addByCas(T start) {
  return raced(start, [](T *place, int) {
    T old = atomicCAS(place, T(0), T(0)), assumed;
    do {
      assumed = old;
      old = atomicCAS(place, assumed, static_cast<T>(assumed + 1));
    } while (assumed != old);
  });
}

TEST(Atomics, CompareAndSwap) {
  EXPECT_EQ(7 + total, addByCas<int>(7));
  EXPECT_EQ(7u + total, addByCas<unsigned>(7));
  EXPECT_EQ(7ull + total, addByCas<unsigned long long>(7));
  EXPECT_EQ(static_cast<unsigned short>(7 + total), addByCas<unsigned short>(7));
}

__global__ void exchangeAll(float *place, float *left) {
  SPN_KERNEL_BEGIN
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  left[i] = atomicExch(place, static_cast<float>(i + 1));
  SPN_KERNEL_END
}

TEST(Atomics, ExchangeLosesNothing) {
  DeviceArray<float> place(1, 0.0f), left(total);
  spnLaunch(exchangeAll, blocks, threads, 0, 0, place.data(), left.data());
  ASSERT_EQ(spnSuccess, finish());
  double sum = place[0];
  for (int i = 0; i < total; ++i)
    sum += left[i];
  EXPECT_EQ(total * (total + 1.0) / 2, sum);
}

__global__ void blockHistogram(const int *in, int *out) {
  SPN_KERNEL_BEGIN
  __shared__ int bins[16];
  if (threadIdx.x < 16)
    bins[threadIdx.x] = 0;
  __syncthreads();
  atomicAdd_block(&bins[in[blockIdx.x * blockDim.x + threadIdx.x]], 1);
  __syncthreads();
  if (threadIdx.x < 16)
    atomicAdd(&out[threadIdx.x], bins[threadIdx.x]);
  SPN_KERNEL_END
}

TEST(Atomics, BlockScopeInSharedMemory) {
  DeviceArray<int> in(total), out(16, 0);
  for (int i = 0; i < total; ++i)
    in[i] = i * i % 16;
  spnLaunch(blockHistogram, blocks, threads, 0, 0, in.data(), out.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(total / 4, out[0]);
  EXPECT_EQ(total / 4, out[1]);
  EXPECT_EQ(total / 4, out[4]);
  EXPECT_EQ(total / 4, out[9]);
}

// What programs write for types that CUDA lacks, under CUDA's own names.
__device__ float atomicMax(float *address, float value) {
  int *const bits = reinterpret_cast<int *>(address);
  int old = atomicCAS(bits, 0, 0), assumed;
  do {
    assumed = old;
    old = atomicCAS(bits, assumed, __float_as_int(fmaxf(value, __int_as_float(assumed))));
  } while (assumed != old);
  return __int_as_float(old);
}

TEST(Atomics, ProgramsMayDefineMissingForms) {
  EXPECT_EQ(static_cast<float>(total - 1),
            raced(-1.0f, [](float *p, int i) { atomicMax(p, static_cast<float>(i)); }));
}

TEST(Atomics, WorkOnTheHostToo) {
  int number = 4;
  EXPECT_EQ(4, atomicAdd(&number, 3));
  EXPECT_EQ(7, atomicCAS(&number, 7, 1));
  EXPECT_EQ(1, number);
}

} // namespace
