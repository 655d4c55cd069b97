// SPDX-License-Identifier: Apache-2.0
// Memory that kernels and tests both see, and the wait between them.
#pragma once

#include "sampan/runtime.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <vector>

template <class T> class DeviceArray {
public:
  explicit DeviceArray(std::size_t size, T value = T()) : size_(size) {
    EXPECT_EQ(spnSuccess, spnMallocManaged(&data_, size * sizeof(T)));
    for (std::size_t i = 0; i < size; ++i)
      data_[i] = value;
  }
  ~DeviceArray() { spnFree(data_); }
  DeviceArray(const DeviceArray &) = delete;
  DeviceArray &operator=(const DeviceArray &) = delete;

  T *data() { return data_; }
  T &operator[](std::size_t i) { return data_[i]; }
  std::size_t size() const { return size_; }
  std::vector<T> values() const { return std::vector<T>(data_, data_ + size_); }

private:
  T *data_ = nullptr;
  std::size_t size_;
};

/// What the kernels launched so far came to.
inline spnError_t finish() {
  const spnError_t launch = spnGetLastError();
  const spnError_t run = spnDeviceSynchronize();
  return launch != spnSuccess ? launch : run;
}
