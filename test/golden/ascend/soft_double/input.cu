// Double precision on a chip without it, by request: --fp64 emulate.
#include <cstdio>
#include <cuda_runtime.h>

__device__ double horner(double x) {
  double sum = 0.1;
  for (int i = 0; i < 4; ++i)
    sum = sum * x + 1.0 / (i + 3);
  return sum;
}

__global__ void polynomial(const double *x, double *y, float *rounded, double scale, int n) {
  __shared__ double before[32];
  int i = threadIdx.x;
  before[i] = i < n ? x[i] : 0;
  __syncthreads();
  if (i >= n)
    return;
  double value = horner(before[i]) * scale;
  if (value < 0.25 || value == 2)
    value = -value;
  value += i;
  y[i] = fma(value, before[n - 1 - i], sqrt(fabs(value)));
  rounded[i] = y[i];
  y[i] -= (int)value;
}

int main() {
  const int n = 6;
  double x[n] = {0.0, 0.5, -1.25, 3.0, 1e-3, 7}, y[n], *dx, *dy;
  float rounded[n], *dr;
  cudaMalloc(&dx, sizeof x);
  cudaMalloc(&dy, sizeof y);
  cudaMalloc(&dr, sizeof rounded);
  cudaMemcpy(dx, x, sizeof x, cudaMemcpyHostToDevice);
  polynomial<<<1, 32>>>(dx, dy, dr, 1.0 / 3, n);
  cudaMemcpy(y, dy, sizeof y, cudaMemcpyDeviceToHost);
  cudaMemcpy(rounded, dr, sizeof rounded, cudaMemcpyDeviceToHost);
  for (int i = 0; i < n; ++i)
    printf("%.12e %.6e\n", y[i], rounded[i]);
}
