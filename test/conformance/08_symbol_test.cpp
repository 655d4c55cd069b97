// SPDX-License-Identifier: Apache-2.0
// Copies to and from __device__ and __constant__ variables, their addresses and sizes.
#include "sampan/kernel.h"

#include <gtest/gtest.h>

namespace {

__constant__ float table[8];
__device__ int counter;
__device__ int *pointer;

__global__ void count(int *out) {
  SPN_KERNEL_BEGIN
  atomicAdd(&counter, 1);
  if (threadIdx.x == 0)
    *out = static_cast<int>(table[3]);
  SPN_KERNEL_END
}

TEST(Symbol, KernelSeesWhatWasCopied) {
  const float values[8] = {0, 1, 2, 33, 4, 5, 6, 7};
  const int zero = 0;
  int result = 0, seen = 0, *out = nullptr;
  ASSERT_EQ(spnSuccess, spnMemcpyToSymbol(table, values, sizeof values));
  ASSERT_EQ(spnSuccess, spnMemcpyToSymbol(counter, &zero, sizeof zero));
  ASSERT_EQ(spnSuccess, spnMalloc(&out, sizeof *out));
  spnLaunch(count, 2, 64, 0, 0, out);
  ASSERT_EQ(spnSuccess, spnGetLastError());
  ASSERT_EQ(spnSuccess, spnMemcpyFromSymbol(&result, counter, sizeof result));
  ASSERT_EQ(spnSuccess, spnMemcpy(&seen, out, sizeof seen, spnMemcpyDeviceToHost));
  EXPECT_EQ(128, result);
  EXPECT_EQ(33, seen);
  EXPECT_EQ(spnSuccess, spnFree(out));
}

TEST(Symbol, OffsetsAddressesAndSizes) {
  float *address = nullptr, value = 5.5f, back = 0;
  size_t bytes = 0;
  ASSERT_EQ(spnSuccess, spnGetSymbolAddress(&address, table));
  ASSERT_EQ(spnSuccess, spnGetSymbolSize(&bytes, table));
  EXPECT_EQ(sizeof table, bytes);
  ASSERT_EQ(spnSuccess, spnMemcpyToSymbol(table, &value, 4, 20));
  ASSERT_EQ(spnSuccess, spnMemcpy(&back, address + 5, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(5.5f, back);
  EXPECT_EQ(spnErrorInvalidValue, spnMemcpyToSymbol(table, &value, 4, 30));
  EXPECT_EQ(spnErrorInvalidMemcpyDirection,
            spnMemcpyToSymbol(table, &value, 4, 0, spnMemcpyDeviceToHost));
  EXPECT_EQ(spnErrorInvalidSymbol,
            spnMemcpyToSymbol(static_cast<const void *>(nullptr), &value, 4));
  spnGetLastError();
}

TEST(Symbol, PointerVariable) {
  int *target = &counter, *back = nullptr;
  ASSERT_EQ(spnSuccess, spnMemcpyToSymbol(pointer, &target, sizeof target));
  ASSERT_EQ(spnSuccess, spnMemcpyFromSymbolAsync(&back, pointer, sizeof back));
  ASSERT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ(&counter, back);
}

} // namespace
