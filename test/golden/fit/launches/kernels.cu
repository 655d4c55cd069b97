// SPDX-License-Identifier: Apache-2.0
// Grids, blocks and shared memory, constant and not.
#include <cuda_runtime.h>

__global__ void fill(float *out) { out[blockIdx.x * blockDim.x + threadIdx.x] = 1; }

__global__ void __launch_bounds__(256) bounded(float *out) { out[threadIdx.x] = 2; }

__global__ void manyVariables(const float *in, float *out) {
  float rows[40];
  for (int i = 0; i < 40; ++i)
    rows[i] = in[i * blockDim.x + threadIdx.x];
  for (int i = 0; i < 40; ++i)
    out[i * blockDim.x + threadIdx.x] = rows[39 - i];
}

__global__ void staged(float *out) {
  extern __shared__ float tile[];
  tile[threadIdx.x] = out[threadIdx.x];
  __syncthreads();
  out[threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
}

template <class Kernel> void launchAny(Kernel kernel, float *out) { kernel<<<100000, 64>>>(out); }

void run(const float *in, float *out, int n) {
  const int blocks = 1 << 20;
  fill<<<blocks, 64>>>(out);
  fill<<<(n + 63) / 64, 64>>>(out);
  fill<<<16, n>>>(out);
  dim3 grid(400, 400), block(16, 16);
  bounded<<<grid, block>>>(out);
  int threads = 512;
  threads = 1024;
  manyVariables<<<1, 1024>>>(in, out);
  staged<<<1, 256, 150 * 1024>>>(out);
  staged<<<1, 256, 220 * 1024>>>(out);
  staged<<<1, threads, 4096>>>(out);
  launchAny(fill, out);
}
