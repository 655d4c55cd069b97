// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void multiply(int rows, const int *starts, const int *columns, const float *values,
                         const float *x, float *y) {
  const int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row < rows) {
    float sum = 0.0f;
    for (int i = starts[row]; i < starts[row + 1]; ++i)
      sum += values[i] * x[columns[i]];
    y[row] = sum;
  }
}

struct Variant {
  int rows;
  bench::Device<int> starts, columns;
  bench::Device<float> values, x, y;
  explicit Variant(const Problem &p)
      : rows(p.rows), starts(p.starts), columns(p.columns), values(p.values()), x(p.vector()),
        y(p.rows) {}
  void run() {
    multiply<<<bench::blocksFor(rows, 128), 128>>>(rows, starts.get(), columns.get(), values.get(),
                                                   x.get(), y.get());
    bench::finish();
  }
  std::vector<float> result() const { return y.host(); }
};
BENCH_MAIN(Problem, Variant)
