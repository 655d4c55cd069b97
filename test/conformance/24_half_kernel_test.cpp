// SPDX-License-Identifier: Apache-2.0
// Half types where only kernels use them: shared memory, shuffles, atomics, cache hints.
#include "sampan/kernel.h"

#include "sampan/bf16.h"

#include <gtest/gtest.h>

namespace {

template <class T, class Pair>
__global__ void sumUp(const T *in, T *perWarp, T *total, Pair *pairs, Pair *pairTotal) {
  SPN_KERNEL_BEGIN
  __shared__ T staged[64];
  const int i = int(threadIdx.x);
  staged[63 - i] = __ldg(in + i);
  __syncthreads();
  T sum = staged[i];
  for (unsigned delta = 16; delta; delta /= 2)
    sum += __shfl_down_sync(0xffffffffu, sum, delta);
  if (i % 32 == 0)
    __stcs(perWarp + i / 32, sum);
  atomicAdd(total, T(1.0f));
  const Pair other = __shfl_xor_sync(0xffffffffu, __ldcg(pairs + i), 1);
  atomicAdd(pairTotal, other);
  SPN_KERNEL_END
}

template <class T, class Pair> void expectSums() {
  const std::size_t scalars = 64 + 2 + 1, vectors = 64 + 1;
  T *memory = nullptr;
  Pair *pairs = nullptr;
  ASSERT_EQ(spnMallocManaged(&memory, scalars * sizeof(T)), spnSuccess);
  ASSERT_EQ(spnMallocManaged(&pairs, vectors * sizeof(Pair)), spnSuccess);
  for (int i = 0; i < 64; ++i) {
    memory[i] = T(float(i < 32 ? 1 : 2));
    pairs[i] = Pair(T(1.0f), T(i % 2 ? 2.0f : 0.0f));
  }
  memory[66] = T(0.0f);
  pairs[64] = Pair(T(0.0f), T(0.0f));
  spnLaunch((sumUp<T, Pair>), 1, 64, 0, 0, memory, memory + 64, memory + 66, pairs, pairs + 64);
  ASSERT_EQ(spnDeviceSynchronize(), spnSuccess);
  EXPECT_EQ(float(memory[64]), 64.0f);
  EXPECT_EQ(float(memory[65]), 32.0f);
  EXPECT_EQ(float(memory[66]), 64.0f);
  EXPECT_EQ(float(pairs[64].x), 64.0f);
  EXPECT_EQ(float(pairs[64].y), 64.0f);
  EXPECT_EQ(spnFree(memory), spnSuccess);
  EXPECT_EQ(spnFree(pairs), spnSuccess);
}

TEST(HalfKernel, Fp16) { expectSums<half, half2>(); }
TEST(HalfKernel, Bf16) { expectSums<nv_bfloat16, nv_bfloat162>(); }

} // namespace
