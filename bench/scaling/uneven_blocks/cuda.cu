// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void settle(const int *rounds, float *values) {
  const int n = rounds[blockIdx.x];
  float value = threadIdx.x;
  for (int i = 0; i < n; ++i)
    value = value * 0.9f + 0.5f;
  values[blockIdx.x * blockDim.x + threadIdx.x] = value;
}

struct Variant {
  Problem p;
  bench::Device<int> rounds;
  bench::Device<float> values;
  explicit Variant(const Problem &problem)
      : p(problem), rounds(p.roundsOfBlocks()), values(p.blocks * p.threads) {}
  void run() {
    settle<<<p.blocks, p.threads>>>(rounds.get(), values.get());
    bench::finish();
  }
  std::vector<float> result() const { return values.host(); }
};
BENCH_MAIN(Problem, Variant)
