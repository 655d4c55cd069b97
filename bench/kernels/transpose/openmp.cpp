// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<float> in, out;
  explicit Variant(const Problem &problem) : p(problem), in(p.matrix()), out(p.size()) {}
  void run() {
    const int n = p.n;
    const float *from = in.data();
    float *to = out.data();
#pragma omp parallel for collapse(2)
    for (int by = 0; by < n; by += 32)
      for (int bx = 0; bx < n; bx += 32)
        for (int y = by; y < by + 32; ++y)
          for (int x = bx; x < bx + 32; ++x)
            to[y * n + x] = from[x * n + y];
  }
  const std::vector<float> &result() const { return out; }
};
BENCH_MAIN(Problem, Variant)
