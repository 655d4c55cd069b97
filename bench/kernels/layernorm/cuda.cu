// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int threads = 256;

__device__ float blockSum(float value, float *shared) {
  shared[threadIdx.x] = value;
  __syncthreads();
  for (int s = threads / 2; s > 0; s >>= 1) {
    if (threadIdx.x < s)
      shared[threadIdx.x] += shared[threadIdx.x + s];
    __syncthreads();
  }
  const float sum = shared[0];
  __syncthreads();
  return sum;
}

__global__ void normalise(const float *in, const float *gain, const float *bias, float *out,
                          int columns) {
  __shared__ float shared[threads];
  const float *from = in + blockIdx.x * columns;
  float *to = out + blockIdx.x * columns;
  float sum = 0.0f;
  for (int i = threadIdx.x; i < columns; i += threads)
    sum += from[i];
  const float mean = blockSum(sum, shared) / columns;
  float squares = 0.0f;
  for (int i = threadIdx.x; i < columns; i += threads)
    squares += (from[i] - mean) * (from[i] - mean);
  const float scale = rsqrtf(blockSum(squares, shared) / columns + 1e-5f);
  for (int i = threadIdx.x; i < columns; i += threads)
    to[i] = (from[i] - mean) * scale * gain[i] + bias[i];
}

struct Variant {
  Problem p;
  bench::Device<float> in, gain, bias, out;
  explicit Variant(const Problem &problem)
      : p(problem), in(p.matrix()), gain(p.gain()), bias(p.bias()), out(p.size()) {}
  void run() {
    normalise<<<p.rows, threads>>>(in.get(), gain.get(), bias.get(), out.get(), p.columns);
    bench::finish();
  }
  std::vector<float> result() const { return out.host(); }
};
BENCH_MAIN(Problem, Variant)
