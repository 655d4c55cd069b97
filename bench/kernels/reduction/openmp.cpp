// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<float> in;
  float sum = 0;
  explicit Variant(const Problem &problem) : p(problem), in(p.values()) {}
  void run() {
    const int n = p.n;
    const float *values = in.data();
    float total = 0;
#pragma omp parallel for simd reduction(+ : total)
    for (int i = 0; i < n; ++i)
      total += values[i];
    sum = total;
  }
  std::vector<float> result() const { return {sum}; }
};
BENCH_MAIN(Problem, Variant)
