// y = a * x + y, with the project that builds it.
#include "fill.h"

#include <cuda_runtime.h>

#include <cstdio>

__global__ void saxpy(int n, float a, const float *__restrict__ x, float *__restrict__ y) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  y[i] = a * x[i] + y[i];
}

int main() {
  const int n = 1000;
  float host[n], *x, *y;
  cudaMalloc(&x, sizeof host);
  cudaMalloc(&y, sizeof host);
  fill(host, n, 1.0f);
  cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
  fill(host, n, SCALE);
  cudaMemcpy(y, host, sizeof host, cudaMemcpyHostToDevice);
  saxpy<<<(n + 255) / 256, 256>>>(n, 2.0f, x, y);
  cudaMemcpy(host, y, sizeof host, cudaMemcpyDeviceToHost);
  printf("%g %g %g\n", host[0], host[1], host[n - 1]);
  printf("%s\n", cudaGetErrorString(cudaGetLastError()));
  cudaFree(x);
  cudaFree(y);
}
