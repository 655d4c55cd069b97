// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void step(int *values) { values[threadIdx.x] += threadIdx.x; }

struct Variant {
  Problem p;
  bench::Device<int> values;
  cudaStream_t streams[Problem::streams];
  explicit Variant(const Problem &problem) : p(problem), values(p.streams * p.n) {
    for (cudaStream_t &stream : streams)
      bench::require(cudaStreamCreate(&stream));
  }
  void run() {
    bench::require(cudaMemset(values.get(), 0, p.streams * p.n * sizeof(int)));
    for (int launch = 0; launch < p.launches; ++launch)
      for (int i = 0; i < p.streams; ++i)
        step<<<1, p.n, 0, streams[i]>>>(values.get() + i * p.n);
    bench::finish();
  }
  std::vector<int> result() const { return values.host(); }
};
BENCH_MAIN(Problem, Variant)
