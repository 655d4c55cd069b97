// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void step(int *values, int n) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    values[i] += i;
}

struct Variant {
  Problem p;
  bench::Device<int> values;
  cudaStream_t stream;
  explicit Variant(const Problem &problem) : p(problem), values(p.n) {
    bench::require(cudaStreamCreate(&stream));
  }
  void run() {
    bench::require(cudaMemsetAsync(values.get(), 0, p.n * sizeof(int), stream));
    for (int i = 0; i < p.launches; ++i)
      step<<<1, 64, 0, stream>>>(values.get(), p.n);
    bench::require(cudaStreamSynchronize(stream));
  }
  std::vector<int> result() const { return values.host(); }
};
BENCH_MAIN(Problem, Variant)
