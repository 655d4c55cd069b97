#include "common.h"
#include <cstdio>

__managed__ int shared_result = 1;

__global__ void sumClamped(const int *values, int n) {
  int i = threadIdx.x;
  if (i < n)
    atomicAdd(&shared_result, clampToLimits(values[i]));
}

int main() {
  int host[] = {1, 5, 20, -3, 9}, seen = 0;
  int *device;
  cudaMalloc(&device, sizeof(host));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  setLimits(0, 10);
  count<<<1, 32>>>(device, 5);
  sumClamped<<<1, 32>>>(device, 5);
  cudaDeviceSynchronize();
  cudaMemcpyFromSymbol(&seen, counter, sizeof(int));
  printf("%d inside, sum %d\n", seen, shared_result);
  cudaFree(device);
}
