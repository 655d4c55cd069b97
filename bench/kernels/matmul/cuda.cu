// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void multiply(const float *a, const float *b, float *c, int n) {
  int row = blockIdx.y * blockDim.y + threadIdx.y;
  int column = blockIdx.x * blockDim.x + threadIdx.x;
  if (row < n && column < n) {
    float sum = 0.0f;
    for (int k = 0; k < n; ++k)
      sum += a[row * n + k] * b[k * n + column];
    c[row * n + column] = sum;
  }
}

struct Variant {
  Problem p;
  bench::Device<float> a, b, c;
  explicit Variant(const Problem &problem) : p(problem), a(p.a()), b(p.b()), c(p.size()) {}
  void run() {
    const dim3 block(16, 16);
    const dim3 grid(bench::blocksFor(p.n, 16), bench::blocksFor(p.n, 16));
    multiply<<<grid, block>>>(a.get(), b.get(), c.get(), p.n);
    bench::finish();
  }
  std::vector<float> result() const { return c.host(); }
};
BENCH_MAIN(Problem, Variant)
