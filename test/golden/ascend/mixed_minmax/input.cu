// min and max of types that a template leaves open: mixed signedness goes to unsigned, as in CUDA.
#include <cuda_runtime.h>

#include <cstdio>

template <class A, class B> __global__ void clamp(const A *x, B low, B high, B *out) {
  int i = threadIdx.x;
  out[i] = min(max(x[i], low), high);
}

/// Bytes are no doubles, emulated ones neither.
__global__ void bytes(const signed char *x, int *out) {
  out[threadIdx.x] = max(x[threadIdx.x], 0) + min(x[threadIdx.x], 3);
}

int main() {
  int host[4] = {-7, 0, 5, 90}, *x;
  unsigned result[4], *out;
  float mixed[4] = {-2.5f, 0.5f, 3, 1e9f}, *y, *z;
  cudaMalloc(&x, sizeof host);
  cudaMalloc(&out, sizeof result);
  cudaMalloc(&y, sizeof mixed);
  cudaMalloc(&z, sizeof mixed);
  cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
  cudaMemcpy(y, mixed, sizeof mixed, cudaMemcpyHostToDevice);
  clamp<<<1, 4>>>(x, 2u, 60u, out);
  clamp<<<1, 4>>>(y, 0.0f, 4.0f, z);
  cudaMemcpy(result, out, sizeof result, cudaMemcpyDeviceToHost);
  cudaMemcpy(mixed, z, sizeof mixed, cudaMemcpyDeviceToHost);
  for (unsigned each : result)
    printf("%u ", each);
  for (float each : mixed)
    printf("%g ", each);
  signed char small[4] = {-7, 0, 5, 90}, *w;
  int sums[4];
  cudaMalloc(&w, sizeof small);
  cudaMemcpy(w, small, sizeof small, cudaMemcpyHostToDevice);
  bytes<<<1, 4>>>(w, x);
  cudaMemcpy(sums, x, sizeof sums, cudaMemcpyDeviceToHost);
  for (int each : sums)
    printf("%d ", each);
  printf("\n");
}
