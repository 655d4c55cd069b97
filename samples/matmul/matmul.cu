// SPDX-License-Identifier: Apache-2.0
// C = A * B with tiles in shared memory; two barriers per tile. The matrix size is no multiple of
// the tile, so the border tiles are padded with zeros.
#include <cuda_runtime.h>

#include <cstdio>
#include <vector>

#define TILE 16

__global__ void multiply(const float *a, const float *b, float *c, int n) {
  __shared__ float tileA[TILE][TILE];
  __shared__ float tileB[TILE][TILE + 1]; // one column more: no bank conflicts

  int row = blockIdx.y * TILE + threadIdx.y;
  int column = blockIdx.x * TILE + threadIdx.x;
  float sum = 0.0f;

  for (int t = 0; t < (n + TILE - 1) / TILE; ++t) {
    int aColumn = t * TILE + threadIdx.x;
    int bRow = t * TILE + threadIdx.y;
    tileA[threadIdx.y][threadIdx.x] = row < n && aColumn < n ? a[row * n + aColumn] : 0.0f;
    tileB[threadIdx.y][threadIdx.x] = bRow < n && column < n ? b[bRow * n + column] : 0.0f;
    __syncthreads();

#pragma unroll
    for (int k = 0; k < TILE; ++k)
      sum += tileA[threadIdx.y][k] * tileB[k][threadIdx.x];
    __syncthreads(); // the tiles are about to be overwritten
  }

  if (row < n && column < n)
    c[row * n + column] = sum;
}

int main() {
  const int n = 100;
  const size_t bytes = n * n * sizeof(float);
  std::vector<float> a(n * n), b(n * n), c(n * n);
  for (int i = 0; i < n * n; ++i) { // small integers: every sum is exact in float
    a[i] = float(i % 7 - 3);
    b[i] = float(i % 5 - 2);
  }

  float *da, *db, *dc;
  cudaMalloc((void **)&da, bytes);
  cudaMalloc((void **)&db, bytes);
  cudaMalloc((void **)&dc, bytes);
  cudaMemcpy(da, a.data(), bytes, cudaMemcpyHostToDevice);
  cudaMemcpy(db, b.data(), bytes, cudaMemcpyHostToDevice);

  dim3 block(TILE, TILE);
  dim3 grid((n + TILE - 1) / TILE, (n + TILE - 1) / TILE);
  multiply<<<grid, block>>>(da, db, dc, n);
  cudaError_t error = cudaMemcpy(c.data(), dc, bytes, cudaMemcpyDeviceToHost);
  if (error != cudaSuccess) {
    std::printf("%s\n", cudaGetErrorString(error));
    return 1;
  }
  cudaFree(da);
  cudaFree(db);
  cudaFree(dc);

  int wrong = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      float expected = 0.0f;
      for (int k = 0; k < n; ++k)
        expected += a[i * n + k] * b[k * n + j];
      wrong += c[i * n + j] != expected;
    }
  std::printf("%d x %d, %d wrong\n", n, n, wrong);
  return wrong != 0;
}
