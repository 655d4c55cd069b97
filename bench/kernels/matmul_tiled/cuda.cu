// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int tile = 16;

__global__ void multiplyTiled(const float *a, const float *b, float *c, int n) {
  __shared__ float left[tile][tile];
  __shared__ float right[tile][tile];
  const int tx = threadIdx.x, ty = threadIdx.y;
  const int row = blockIdx.y * tile + ty, column = blockIdx.x * tile + tx;
  float sum = 0.0f;
  for (int m = 0; m < n / tile; ++m) {
    left[ty][tx] = a[row * n + m * tile + tx];
    right[ty][tx] = b[(m * tile + ty) * n + column];
    __syncthreads();
    for (int k = 0; k < tile; ++k)
      sum += left[ty][k] * right[k][tx];
    __syncthreads();
  }
  c[row * n + column] = sum;
}

struct Variant {
  Problem p;
  bench::Device<float> a, b, c;
  explicit Variant(const Problem &problem) : p(problem), a(p.a()), b(p.b()), c(p.size()) {}
  void run() {
    multiplyTiled<<<dim3(p.n / tile, p.n / tile), dim3(tile, tile)>>>(a.get(), b.get(), c.get(),
                                                                      p.n);
    bench::finish();
  }
  std::vector<float> result() const { return c.host(); }
};
BENCH_MAIN(Problem, Variant)
