// Relocatable device code: kernels, device functions and device variables of other units.
#ifndef COMMON_H
#define COMMON_H
#include <cuda_runtime.h>

extern __device__ int counter;
extern __constant__ int limits[2];
extern __managed__ int shared_result;

__device__ int clampToLimits(int value);
__global__ void count(const int *values, int n);

void setLimits(int low, int high);
#endif
