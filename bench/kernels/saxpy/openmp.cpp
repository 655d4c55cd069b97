// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<float> x, z, y;
  explicit Variant(const Problem &problem) : p(problem), x(p.x()), z(p.z()), y(p.n) {}
  void run() {
    const int n = p.n;
    const float a = p.a, *xs = x.data(), *zs = z.data();
    float *ys = y.data();
#pragma omp parallel for simd
    for (int i = 0; i < n; ++i)
      ys[i] = a * xs[i] + zs[i];
  }
  const std::vector<float> &result() const { return y; }
};
BENCH_MAIN(Problem, Variant)
