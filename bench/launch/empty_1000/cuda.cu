// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void empty() { (void)blockIdx; }

struct Variant {
  Problem p;
  explicit Variant(const Problem &problem) : p(problem) {}
  void run() {
    for (int i = 0; i < p.launches; ++i)
      empty<<<p.blocks, 32>>>();
    bench::finish();
  }
  std::vector<int> result() const { return {p.launches}; }
};
BENCH_MAIN(Problem, Variant)
