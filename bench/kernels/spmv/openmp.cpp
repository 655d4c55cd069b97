// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<float> values, x, y;
  explicit Variant(const Problem &problem)
      : p(problem), values(p.values()), x(p.vector()), y(p.rows) {}
  void run() {
    const int rows = p.rows, *starts = p.starts.data(), *columns = p.columns.data();
    const float *entries = values.data(), *from = x.data();
    float *to = y.data();
#pragma omp parallel for
    for (int row = 0; row < rows; ++row) {
      float sum = 0;
      for (int i = starts[row]; i < starts[row + 1]; ++i)
        sum += entries[i] * from[columns[i]];
      to[row] = sum;
    }
  }
  const std::vector<float> &result() const { return y; }
};
BENCH_MAIN(Problem, Variant)
