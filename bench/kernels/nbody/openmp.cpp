// SPDX-License-Identifier: Apache-2.0
// One array per coordinate, so that the inner loop vectorises.
#include "problem.h"

#include <cmath>

struct Variant {
  Problem p;
  std::vector<float> x, y, z, mass, out;
  explicit Variant(const Problem &problem) : p(problem), out(3 * p.n) {
    const std::vector<float> all = p.coordinates();
    for (int i = 0; i < p.n; ++i) {
      x.push_back(all[4 * i]);
      y.push_back(all[4 * i + 1]);
      z.push_back(all[4 * i + 2]);
      mass.push_back(all[4 * i + 3]);
    }
  }
  void run() {
    const int n = p.n;
    const float *xs = x.data(), *ys = y.data(), *zs = z.data(), *ms = mass.data();
    float *sums = out.data();
#pragma omp parallel for
    for (int i = 0; i < n; ++i) {
      float sx = 0, sy = 0, sz = 0;
#pragma omp simd reduction(+ : sx, sy, sz)
      for (int j = 0; j < n; ++j) {
        const float dx = xs[j] - xs[i], dy = ys[j] - ys[i], dz = zs[j] - zs[i];
        const float inverse = 1.0f / std::sqrt(dx * dx + dy * dy + dz * dz + 0.01f);
        const float strength = ms[j] * inverse * inverse * inverse;
        sx += dx * strength;
        sy += dy * strength;
        sz += dz * strength;
      }
      sums[3 * i] = sx;
      sums[3 * i + 1] = sy;
      sums[3 * i + 2] = sz;
    }
  }
  const std::vector<float> &result() const { return out; }
};
BENCH_MAIN(Problem, Variant)
