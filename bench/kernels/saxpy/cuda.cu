// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void saxpy(int n, float a, const float *x, const float *z, float *y) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    y[i] = a * x[i] + z[i];
}

struct Variant {
  Problem p;
  bench::Device<float> x, z, y;
  explicit Variant(const Problem &problem) : p(problem), x(p.x()), z(p.z()), y(p.n) {}
  void run() {
    saxpy<<<bench::blocksFor(p.n, 256), 256>>>(p.n, p.a, x.get(), z.get(), y.get());
    bench::finish();
  }
  std::vector<float> result() const { return y.host(); }
};
BENCH_MAIN(Problem, Variant)
