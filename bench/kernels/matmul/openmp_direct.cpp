// SPDX-License-Identifier: Apache-2.0
// The loop order of the definition, which many programs have.
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<float> a, b, c;
  explicit Variant(const Problem &problem) : p(problem), a(p.a()), b(p.b()), c(p.size()) {}
  void run() {
    const int n = p.n;
    const float *as = a.data(), *bs = b.data();
    float *cs = c.data();
#pragma omp parallel for
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        float sum = 0;
        for (int k = 0; k < n; ++k)
          sum += as[static_cast<std::size_t>(i) * n + k] * bs[static_cast<std::size_t>(k) * n + j];
        cs[static_cast<std::size_t>(i) * n + j] = sum;
      }
  }
  const std::vector<float> &result() const { return c; }
};
BENCH_MAIN(Problem, Variant)
