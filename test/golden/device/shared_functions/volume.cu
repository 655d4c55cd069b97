#include "volume.h"

// Kernels of this unit take it in; the host code of another unit calls it.
__host__ __device__ int volumeOf(int a, int b, int c) { return a * b * c; }

__global__ void volumes(int *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = volumeOf(i, 2, 3);
}

void fillVolumes(int *out, int n) {
  int *memory;
  cudaMalloc(&memory, n * sizeof(int));
  volumes<<<1, n>>>(memory, n);
  cudaMemcpy(out, memory, n * sizeof(int), cudaMemcpyDeviceToHost);
  cudaFree(memory);
}
