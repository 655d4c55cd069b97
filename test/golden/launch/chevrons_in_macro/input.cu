// A macro that brings the chevrons without the arguments: no single text can replace it.
#include <cuda_runtime.h>

#define ON(blocks, threads) <<<blocks, threads>>>

__global__ void fill(int *out) { out[threadIdx.x] = 1; }

void run(int *device) {
  fill ON(2, 4)(device);
  cudaDeviceSynchronize();
}
