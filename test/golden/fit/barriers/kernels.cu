// SPDX-License-Identifier: Apache-2.0
// Threads that leave before a barrier, and barriers that not all threads may reach.
#include <cuda_runtime.h>

__global__ void leavesEarly(const float *in, float *out, int n) {
  __shared__ float tile[128];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  tile[threadIdx.x] = in[i];
  __syncthreads();
  out[i] = tile[blockDim.x - 1 - threadIdx.x];
}

__global__ void leavesTogether(const float *in, float *out, int n) {
  __shared__ float tile[128];
  if (blockIdx.x * blockDim.x >= n)
    return;
  tile[threadIdx.x] = in[blockIdx.x * blockDim.x + threadIdx.x];
  __syncthreads();
  out[blockIdx.x * blockDim.x + threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
}

__global__ void divergent(const int *in, int *out) {
  __shared__ int tile[128];
  tile[threadIdx.x] = in[threadIdx.x];
  if (in[threadIdx.x] > 0) {
    __syncthreads();
    out[threadIdx.x] = tile[0];
  }
}

__global__ void uniform(const int *in, int *out, int rounds) {
  __shared__ int tile[128];
  for (int round = 0; round < rounds; ++round) {
    tile[threadIdx.x] = in[threadIdx.x] + round;
    __syncthreads();
    out[threadIdx.x] = tile[127 - threadIdx.x];
    __syncthreads();
  }
}

void run(const float *f, float *g, const int *a, int *b) {
  leavesEarly<<<8, 128>>>(f, g, 1000);
  leavesTogether<<<8, 128>>>(f, g, 1000);
  divergent<<<1, 128>>>(a, b);
  uniform<<<1, 128>>>(a, b, 3);
}
