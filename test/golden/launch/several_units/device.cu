#include "common.h"

__device__ int counter = 100;
__constant__ int limits[2];

__device__ int clampToLimits(int value) {
  return value < limits[0] ? limits[0] : value > limits[1] ? limits[1] : value;
}

__global__ void count(const int *values, int n) {
  int i = threadIdx.x;
  if (i < n && clampToLimits(values[i]) == values[i])
    atomicAdd(&counter, 1);
}

void setLimits(int low, int high) {
  int values[] = {low, high};
  cudaMemcpyToSymbol(limits, values, sizeof(values));
}
