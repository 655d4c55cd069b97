// SPDX-License-Identifier: Apache-2.0
// Parallel loops whose iterations do nothing that can be left out.
#include "problem.h"

struct Variant {
  Problem p;
  explicit Variant(const Problem &problem) : p(problem) {}
  void run() {
    for (int i = 0; i < p.launches; ++i) {
#pragma omp parallel for
      for (int block = 0; block < p.blocks; ++block)
        asm volatile("" ::"r"(block));
    }
  }
  std::vector<int> result() const { return {p.launches}; }
};
BENCH_MAIN(Problem, Variant)
