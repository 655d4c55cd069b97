// SPDX-License-Identifier: Apache-2.0
// Products and transpositions, told by how they address memory and not by what they are called.
#include <cuda_runtime.h>

__global__ void one(const float *a, const float *b, float *c, int n) {
  int row = blockIdx.y * blockDim.y + threadIdx.y, column = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= n || column >= n)
    return;
  float sum = 0;
  for (int k = 0; k < n; ++k)
    sum += a[row * n + k] * b[k * n + column];
  c[row * n + column] = sum;
}

__global__ void two(const float *a, const float *b, float *c, int n) {
  __shared__ float left[16][16], right[16][16];
  int row = blockIdx.y * 16 + threadIdx.y, column = blockIdx.x * 16 + threadIdx.x;
  float sum = 0;
  for (int tile = 0; tile < n / 16; ++tile) {
    left[threadIdx.y][threadIdx.x] = a[row * n + tile * 16 + threadIdx.x];
    right[threadIdx.y][threadIdx.x] = b[(tile * 16 + threadIdx.y) * n + column];
    __syncthreads();
    for (int k = 0; k < 16; ++k)
      sum += left[threadIdx.y][k] * right[k][threadIdx.x];
    __syncthreads();
  }
  c[row * n + column] = sum;
}

__global__ void three(const float *a, const float *x, float *y, int n) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= n)
    return;
  float sum = 0;
  for (int k = 0; k < n; ++k)
    sum += a[row * n + k] * x[k];
  y[row] = sum;
}

__global__ void four(const float *in, float *out, int n) {
  __shared__ float tile[16][17];
  int x = blockIdx.x * 16 + threadIdx.x, y = blockIdx.y * 16 + threadIdx.y;
  tile[threadIdx.y][threadIdx.x] = in[y * n + x];
  __syncthreads();
  x = blockIdx.y * 16 + threadIdx.x;
  y = blockIdx.x * 16 + threadIdx.y;
  out[y * n + x] = tile[threadIdx.x][threadIdx.y];
}

/// Weighted neighbours: looks like a product, and is none.
__global__ void five(const float *in, const float *weights, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  float sum = 0;
  for (int k = 0; k < 5; ++k)
    sum += in[i + k] * weights[k];
  out[i] = sum;
}

void run(const float *a, const float *b, float *c, int n) {
  dim3 grid(8, 8), block(16, 16);
  one<<<grid, block>>>(a, b, c, n);
  two<<<grid, block>>>(a, b, c, n);
  three<<<8, 256>>>(a, b, c, n);
  four<<<grid, block>>>(a, c, n);
  five<<<8, 256>>>(a, b, c, n);
}
