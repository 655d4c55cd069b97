// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int chunk = 1024, threads = chunk / 2;

__device__ inline void order(unsigned &a, unsigned &b, bool up) {
  if ((a > b) == up) {
    const unsigned t = a;
    a = b;
    b = t;
  }
}

/// Distances below `chunk`, of all sizes up to `last` (which begins at 2) or of one size.
__global__ void sortShared(unsigned *keys, int first, int last) {
  __shared__ unsigned own[chunk];
  const int base = blockIdx.x * chunk;
  own[threadIdx.x] = keys[base + threadIdx.x];
  own[threadIdx.x + threads] = keys[base + threadIdx.x + threads];
  for (int size = first; size <= last; size *= 2)
    for (int distance = min(size / 2, threads); distance > 0; distance /= 2) {
      __syncthreads();
      const int low = 2 * threadIdx.x - (threadIdx.x & (distance - 1));
      order(own[low], own[low + distance], ((base + low) & size) == 0);
    }
  __syncthreads();
  keys[base + threadIdx.x] = own[threadIdx.x];
  keys[base + threadIdx.x + threads] = own[threadIdx.x + threads];
}

__global__ void mergeGlobal(unsigned *keys, int size, int distance) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  const int low = 2 * i - (i & (distance - 1));
  order(keys[low], keys[low + distance], (low & size) == 0);
}

struct Variant {
  Problem p;
  bench::Device<unsigned> in, keys;
  explicit Variant(const Problem &problem) : p(problem), in(p.keys()), keys(p.n) {}
  void run() {
    bench::require(
        cudaMemcpy(keys.get(), in.get(), p.n * sizeof(unsigned), cudaMemcpyDeviceToDevice));
    sortShared<<<p.n / chunk, threads>>>(keys.get(), 2, chunk);
    for (int size = 2 * chunk; size <= p.n; size *= 2) {
      for (int distance = size / 2; distance >= chunk; distance /= 2)
        mergeGlobal<<<p.n / chunk, threads>>>(keys.get(), size, distance);
      sortShared<<<p.n / chunk, threads>>>(keys.get(), size, size);
    }
    bench::finish();
  }
  std::vector<unsigned> result() const { return keys.host(); }
};
BENCH_MAIN(Problem, Variant)
