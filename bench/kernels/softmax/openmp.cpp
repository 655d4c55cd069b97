// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

#include <cmath>

struct Variant {
  Problem p;
  std::vector<float> in, out;
  explicit Variant(const Problem &problem) : p(problem), in(p.matrix()), out(p.size()) {}
  void run() {
    const int rows = p.rows, columns = p.columns;
    const float *all = in.data();
    float *results = out.data();
#pragma omp parallel for
    for (int row = 0; row < rows; ++row) {
      const float *from = all + static_cast<std::size_t>(row) * columns;
      float *to = results + static_cast<std::size_t>(row) * columns;
      float most = from[0], sum = 0;
#pragma omp simd reduction(max : most)
      for (int i = 0; i < columns; ++i)
        most = from[i] > most ? from[i] : most;
#pragma omp simd reduction(+ : sum)
      for (int i = 0; i < columns; ++i) {
        to[i] = expf(from[i] - most);
        sum += to[i];
      }
      const float scale = 1 / sum;
#pragma omp simd
      for (int i = 0; i < columns; ++i)
        to[i] *= scale;
    }
  }
  const std::vector<float> &result() const { return out; }
};
BENCH_MAIN(Problem, Variant)
