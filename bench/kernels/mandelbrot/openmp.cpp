// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<int> out;
  explicit Variant(const Problem &problem) : p(problem), out(p.size()) {}
  void run() {
    const int width = p.width, height = p.height, most = p.most;
    int *all = out.data();
#pragma omp parallel for schedule(dynamic)
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const float cr = -2.0f + 3.0f * x / width, ci = -1.0f + 2.0f * y / height;
        float zr = 0, zi = 0;
        int steps = 0;
        while (steps < most && zr * zr + zi * zi < 4.0f) {
          const float next = zr * zr - zi * zi + cr;
          zi = 2.0f * zr * zi + ci;
          zr = next;
          ++steps;
        }
        all[y * width + x] = steps;
      }
  }
  std::vector<double> result() const { return rowSums(p, out); }
};
BENCH_MAIN(Problem, Variant)
