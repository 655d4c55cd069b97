// Constant and device variables, written from the host and with initial values.
#include <cuda_runtime.h>

#include <cstdio>

__constant__ float weights[4];
__constant__ int offsets[2] = {10, 20};
__device__ int scale = 3;
static __device__ const int table[] = {1, 2, 4, 8};
const int kBase = 1000;

__global__ void apply(int *out) {
  int i = threadIdx.x;
  out[i] = (int)weights[i & 3] + offsets[i & 1] * scale + table[i & 3] + kBase;
}

int main() {
  const float values[4] = {100, 200, 300, 400};
  const int two = 2;
  int host[8], *out;
  cudaMemcpyToSymbol(weights, values, sizeof values);
  cudaMemcpyToSymbol(scale, &two, sizeof two);
  cudaMalloc(&out, sizeof host);
  apply<<<1, 8>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  for (int value : host)
    printf("%d ", value);
  printf("\n");
}
