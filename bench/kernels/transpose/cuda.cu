// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int tile = 32, rows = 8;

__global__ void transpose(const float *in, float *out, int n) {
  __shared__ float block[tile][tile + 1];
  int x = blockIdx.x * tile + threadIdx.x, y = blockIdx.y * tile + threadIdx.y;
  for (int j = 0; j < tile; j += rows)
    block[threadIdx.y + j][threadIdx.x] = in[(y + j) * n + x];
  __syncthreads();
  x = blockIdx.y * tile + threadIdx.x;
  y = blockIdx.x * tile + threadIdx.y;
  for (int j = 0; j < tile; j += rows)
    out[(y + j) * n + x] = block[threadIdx.x][threadIdx.y + j];
}

struct Variant {
  Problem p;
  bench::Device<float> in, out;
  explicit Variant(const Problem &problem) : p(problem), in(p.matrix()), out(p.size()) {}
  void run() {
    transpose<<<dim3(p.n / tile, p.n / tile), dim3(tile, rows)>>>(in.get(), out.get(), p.n);
    bench::finish();
  }
  std::vector<float> result() const { return out.host(); }
};
BENCH_MAIN(Problem, Variant)
