// Tiles of two matrices in two-dimensional blocks.
#include <cuda_runtime.h>

#include <cstdio>

constexpr int kTile = 8;

__global__ void multiply(const float *a, const float *b, float *c, int n) {
  __shared__ float left[kTile][kTile], right[kTile][kTile + 1];
  const int row = blockIdx.y * kTile + threadIdx.y;
  const int column = blockIdx.x * kTile + threadIdx.x;
  float sum = 0.0;
  for (int tile = 0; tile < n / kTile; ++tile) {
    left[threadIdx.y][threadIdx.x] = a[row * n + tile * kTile + threadIdx.x];
    right[threadIdx.y][threadIdx.x] = b[(tile * kTile + threadIdx.y) * n + column];
    __syncthreads();
    for (int k = 0; k < kTile; ++k)
      sum += left[threadIdx.y][k] * right[k][threadIdx.x];
    __syncthreads();
  }
  c[row * n + column] = sum * 0.5;
}

int main() {
  const int n = 24;
  static float a[n * n], b[n * n], c[n * n];
  for (int i = 0; i < n * n; ++i) {
    a[i] = i % 5;
    b[i] = i % 3;
  }
  float *left, *right, *result;
  cudaMalloc(&left, sizeof a);
  cudaMalloc(&right, sizeof b);
  cudaMalloc(&result, sizeof c);
  cudaMemcpy(left, a, sizeof a, cudaMemcpyHostToDevice);
  cudaMemcpy(right, b, sizeof b, cudaMemcpyHostToDevice);
  multiply<<<dim3(n / kTile, n / kTile), dim3(kTile, kTile)>>>(left, right, result, n);
  cudaMemcpy(c, result, sizeof c, cudaMemcpyDeviceToHost);
  int wrong = 0;
  for (int y = 0; y < n; ++y)
    for (int x = 0; x < n; ++x) {
      float expected = 0;
      for (int k = 0; k < n; ++k)
        expected += a[y * n + k] * b[k * n + x];
      wrong += c[y * n + x] != expected / 2;
    }
  printf("%d wrong\n", wrong);
}
