// Does not parse in one place; the rest counts.
#include "common.cuh"

__global__ void fill(float *out, float value, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = value;
}

void fillAll(float *out, int n) {
  MissingType helper;
  fill<<<blocksFor(n), 256>>>(out, 1.0f, n);
}
