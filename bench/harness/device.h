// SPDX-License-Identifier: Apache-2.0
// Device memory for the CUDA variants, and a check that no launch failed unseen.
#pragma once

#include "harness/harness.h"

#include <cuda_runtime.h>

namespace bench {

inline void require(cudaError_t error) {
  if (error == cudaSuccess)
    return;
  std::fprintf(stderr, "%s\n", cudaGetErrorString(error));
  std::exit(1);
}

inline void finish() {
  require(cudaGetLastError());
  require(cudaDeviceSynchronize());
}

template <class T> class Device {
public:
  explicit Device(std::size_t count) : count_(count) {
    require(cudaMalloc(reinterpret_cast<void **>(&data_), count * sizeof(T)));
    require(cudaMemset(data_, 0, count * sizeof(T)));
  }
  explicit Device(const std::vector<T> &values) : Device(values.size()) {
    require(cudaMemcpy(data_, values.data(), count_ * sizeof(T), cudaMemcpyHostToDevice));
  }
  ~Device() { cudaFree(data_); }
  Device(const Device &) = delete;
  Device &operator=(const Device &) = delete;
  T *get() const { return data_; }
  std::vector<T> host() const {
    std::vector<T> values(count_);
    require(cudaMemcpy(values.data(), data_, count_ * sizeof(T), cudaMemcpyDeviceToHost));
    return values;
  }

private:
  std::size_t count_;
  T *data_ = nullptr;
};

inline int blocksFor(long long items, int perBlock) {
  return static_cast<int>((items + perBlock - 1) / perBlock);
}

} // namespace bench
