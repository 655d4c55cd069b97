// Inactive branches: those that another view reaches are translated, those that none reaches are
// reported as not analysed.
#include <cstdio>
#include <cuda_runtime.h>

#if defined(__HIPCC__)
#include <hip/hip_runtime.h>
#define cudaMalloc hipMalloc
#endif

#ifndef ELEMENTS
#define ELEMENTS 8
#endif

__global__ void fill(int *x) { x[threadIdx.x] = ELEMENTS; }

int main() {
  int host[ELEMENTS], *device;
#if 0
  this does not even parse; cudaMemcpy(
#endif
#ifdef WITH_TIMING
  cudaEvent_t start;
  cudaEventCreate(&start);
#endif
  cudaMalloc(&device, sizeof(host));
  fill<<<1, ELEMENTS>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d\n", host[ELEMENTS - 1]);
  cudaFree(device);
}
