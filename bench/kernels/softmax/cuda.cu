// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__device__ inline float warpMax(float value) {
  for (int offset = 16; offset > 0; offset /= 2)
    value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, offset));
  return value;
}

__device__ inline float warpSum(float value) {
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_xor_sync(0xffffffffu, value, offset);
  return value;
}

__global__ void softmax(const float *in, float *out, int rows, int columns) {
  const int row = blockIdx.x * blockDim.y + threadIdx.y, lane = threadIdx.x;
  if (row >= rows)
    return;
  const float *from = in + row * columns;
  float *to = out + row * columns;
  float most = -3.4e38f;
  for (int i = lane; i < columns; i += 32)
    most = fmaxf(most, from[i]);
  most = warpMax(most);
  float sum = 0.0f;
  for (int i = lane; i < columns; i += 32) {
    const float power = expf(from[i] - most);
    to[i] = power;
    sum += power;
  }
  const float scale = 1.0f / warpSum(sum);
  for (int i = lane; i < columns; i += 32)
    to[i] *= scale;
}

struct Variant {
  Problem p;
  bench::Device<float> in, out;
  explicit Variant(const Problem &problem) : p(problem), in(p.matrix()), out(p.size()) {}
  void run() {
    softmax<<<bench::blocksFor(p.rows, 4), dim3(32, 4)>>>(in.get(), out.get(), p.rows, p.columns);
    bench::finish();
  }
  std::vector<float> result() const { return out.host(); }
};
BENCH_MAIN(Problem, Variant)
