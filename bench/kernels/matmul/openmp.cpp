// SPDX-License-Identifier: Apache-2.0
// The loop order that walks both matrices by rows.
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
    for (int i = 0; i < n; ++i) {
      float *row = cs + static_cast<std::size_t>(i) * n;
      for (int j = 0; j < n; ++j)
        row[j] = 0;
      for (int k = 0; k < n; ++k) {
        const float left = as[static_cast<std::size_t>(i) * n + k];
        const float *right = bs + static_cast<std::size_t>(k) * n;
#pragma omp simd
        for (int j = 0; j < n; ++j)
          row[j] += left * right[j];
      }
    }
  }
  const std::vector<float> &result() const { return c; }
};
BENCH_MAIN(Problem, Variant)
