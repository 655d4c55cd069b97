// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

#include <cmath>

struct Variant {
  Problem p;
  std::vector<float> in, gain, bias, out;
  explicit Variant(const Problem &problem)
      : p(problem), in(p.matrix()), gain(p.gain()), bias(p.bias()), out(p.size()) {}
  void run() {
    const int rows = p.rows, columns = p.columns;
    const float *all = in.data(), *gains = gain.data(), *biases = bias.data();
    float *results = out.data();
#pragma omp parallel for
    for (int row = 0; row < rows; ++row) {
      const float *from = all + static_cast<std::size_t>(row) * columns;
      float *to = results + static_cast<std::size_t>(row) * columns;
      float sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
      for (int i = 0; i < columns; ++i)
        sum += from[i];
      const float mean = sum / columns;
#pragma omp simd reduction(+ : squares)
      for (int i = 0; i < columns; ++i)
        squares += (from[i] - mean) * (from[i] - mean);
      const float scale = 1.0f / std::sqrt(squares / columns + 1e-5f);
#pragma omp simd
      for (int i = 0; i < columns; ++i)
        to[i] = (from[i] - mean) * scale * gains[i] + biases[i];
    }
  }
  const std::vector<float> &result() const { return out; }
};
BENCH_MAIN(Problem, Variant)
