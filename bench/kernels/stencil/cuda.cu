// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int width = 32, height = 8;

__global__ void diffuse(const float *in, float *out, int n) {
  __shared__ float tile[height + 2][width + 2];
  const int tx = threadIdx.x, ty = threadIdx.y;
  const int x = blockIdx.x * width + tx, y = blockIdx.y * height + ty;
  const int cx = min(x, n - 1), cy = min(y, n - 1);
  tile[ty + 1][tx + 1] = in[cy * n + cx];
  if (tx == 0)
    tile[ty + 1][0] = in[cy * n + max(cx - 1, 0)];
  if (tx == width - 1)
    tile[ty + 1][width + 1] = in[cy * n + min(cx + 1, n - 1)];
  if (ty == 0)
    tile[0][tx + 1] = in[max(cy - 1, 0) * n + cx];
  if (ty == height - 1)
    tile[height + 1][tx + 1] = in[min(cy + 1, n - 1) * n + cx];
  __syncthreads();
  if (x > 0 && y > 0 && x < n - 1 && y < n - 1) {
    const float centre = tile[ty + 1][tx + 1];
    out[y * n + x] = centre + 0.1f * (tile[ty][tx + 1] + tile[ty + 2][tx + 1] + tile[ty + 1][tx] +
                                      tile[ty + 1][tx + 2] - 4.0f * centre);
  }
}

struct Variant {
  Problem p;
  bench::Device<float> in, out;
  explicit Variant(const Problem &problem) : p(problem), in(p.plane()), out(p.plane()) {}
  void run() {
    const dim3 grid(bench::blocksFor(p.n, width), bench::blocksFor(p.n, height));
    diffuse<<<grid, dim3(width, height)>>>(in.get(), out.get(), p.n);
    bench::finish();
  }
  std::vector<float> result() const { return out.host(); }
};
BENCH_MAIN(Problem, Variant)
