// SPDX-License-Identifier: Apache-2.0
// Many values to one: trees in shared memory, shuffles, rows, running sums.
#include <cuda_runtime.h>

__global__ void tree(const float *in, float *out) {
  __shared__ float tile[256];
  tile[threadIdx.x] = in[blockIdx.x * 256 + threadIdx.x];
  __syncthreads();
  for (int half = 128; half > 0; half >>= 1) {
    if (threadIdx.x < half)
      tile[threadIdx.x] += tile[threadIdx.x + half];
    __syncthreads();
  }
  if (threadIdx.x == 0)
    out[blockIdx.x] = tile[0];
}

__global__ void shuffled(const float *in, float *out) {
  float value = in[blockIdx.x * blockDim.x + threadIdx.x];
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_down_sync(0xffffffffu, value, offset);
  if (threadIdx.x % 32 == 0)
    atomicAdd(out, value);
}

__global__ void rowSums(const float *in, float *out, int width, int height) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= height)
    return;
  float sum = 0;
  for (int i = 0; i < width; ++i)
    sum += in[row * width + i];
  out[row] = sum;
}

__global__ void runningSums(const float *in, float *out) {
  __shared__ float tile[256];
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  for (int distance = 1; distance < 256; distance *= 2) {
    float value = 0;
    if (threadIdx.x >= distance)
      value = tile[threadIdx.x - distance];
    __syncthreads();
    tile[threadIdx.x] += value;
    __syncthreads();
  }
  out[threadIdx.x] = tile[threadIdx.x];
}

__global__ void histogram(const unsigned char *in, unsigned *bins, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    atomicAdd(&bins[in[i]], 1u);
}

/// A tree whose values outlive many barriers: they need room per thread where threads are loops.
__global__ void __launch_bounds__(1024) keepsMuch(const float *in, float *out) {
  __shared__ float tile[1024];
  float kept[64];
  for (int i = 0; i < 64; ++i)
    kept[i] = in[i * 1024 + threadIdx.x / 3];
  tile[threadIdx.x] = kept[0];
  __syncthreads();
  for (int i = 0; i < 64; ++i)
    out[i * 1024 + threadIdx.x] = kept[i] + tile[1023 - threadIdx.x];
}

void run(const float *f, float *g, const unsigned char *c, unsigned *u) {
  tree<<<8, 256>>>(f, g);
  shuffled<<<8, 256>>>(f, g);
  rowSums<<<8, 256>>>(f, g, 100, 1000);
  runningSums<<<1, 256>>>(f, g);
  histogram<<<8, 256>>>(c, u, 1000);
  keepsMuch<<<8, 1024>>>(f, g);
}
