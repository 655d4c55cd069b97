// SPDX-License-Identifier: Apache-2.0
// Work whose order shows afterwards: a list in device memory, and a kernel that appends to it.
// Where kernels come from a vendor's compiler, that one has built the kernel (native_kernels.asc).
#pragma once

#include "sampan/kernel.h"

#include <gtest/gtest.h>

#include <vector>

#ifdef SAMPAN_TEST_NATIVE_KERNELS
void append(int *list, int value);
#else
__global__ inline void append(int *list, int value) {
  SPN_KERNEL_BEGIN
  list[++list[0]] = value;
  SPN_KERNEL_END
}
#endif

struct List {
  List() {
    EXPECT_EQ(spnSuccess, spnMalloc(&data, 4000));
    clear();
  }
  ~List() { spnFree(data); }
  void clear() { EXPECT_EQ(spnSuccess, spnMemset(data, 0, 4)); }
  /// The program has waited for the work on the list.
  std::vector<int> values() const {
    std::vector<int> all(1000);
    EXPECT_EQ(spnSuccess, spnMemcpy(all.data(), data, 4000, spnMemcpyDeviceToHost));
    return std::vector<int>(all.begin() + 1, all.begin() + 1 + all[0]);
  }
  int *data = nullptr;
};
