// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void escape(int *out, int width, int height, int most) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x;
  const int y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height)
    return;
  const float cr = -2.0f + 3.0f * x / width, ci = -1.0f + 2.0f * y / height;
  float zr = 0.0f, zi = 0.0f;
  int steps = 0;
  while (steps < most && zr * zr + zi * zi < 4.0f) {
    const float next = zr * zr - zi * zi + cr;
    zi = 2.0f * zr * zi + ci;
    zr = next;
    ++steps;
  }
  out[y * width + x] = steps;
}

struct Variant {
  Problem p;
  bench::Device<int> out;
  explicit Variant(const Problem &problem) : p(problem), out(p.size()) {}
  void run() {
    const dim3 grid(bench::blocksFor(p.width, 16), bench::blocksFor(p.height, 16));
    escape<<<grid, dim3(16, 16)>>>(out.get(), p.width, p.height, p.most);
    bench::finish();
  }
  std::vector<double> result() const { return rowSums(p, out.host()); }
};
BENCH_MAIN(Problem, Variant)
