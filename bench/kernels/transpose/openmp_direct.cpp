// SPDX-License-Identifier: Apache-2.0
// Two plain loops.
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<float> in, out;
  explicit Variant(const Problem &problem) : p(problem), in(p.matrix()), out(p.size()) {}
  void run() {
    const int n = p.n;
    const float *from = in.data();
    float *to = out.data();
#pragma omp parallel for
    for (int y = 0; y < n; ++y)
      for (int x = 0; x < n; ++x)
        to[y * n + x] = from[x * n + y];
  }
  const std::vector<float> &result() const { return out; }
};
BENCH_MAIN(Problem, Variant)
