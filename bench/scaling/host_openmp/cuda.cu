// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void settle(int n, float *values) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    float value = values[i];
    for (int round = 0; round < 16; ++round)
      value = value * 0.99f + 0.5f;
    values[i] = value;
  }
}

struct Variant {
  Problem p;
  bench::Device<float> device;
  std::vector<float> host;
  explicit Variant(const Problem &problem) : p(problem), device(p.values()), host(p.values()) {}
  void run() {
    float *values = host.data();
    for (int step = 0; step < p.steps; ++step) {
      settle<<<bench::blocksFor(p.n, 256), 256>>>(p.n, device.get());
      bench::finish();
#pragma omp parallel for
      for (int i = 0; i < p.n; ++i)
        values[i] = settled(values[i]);
    }
  }
  std::vector<float> result() const {
    std::vector<float> all = device.host();
    all.insert(all.end(), host.begin(), host.end());
    return all;
  }
};
BENCH_MAIN(Problem, Variant)
