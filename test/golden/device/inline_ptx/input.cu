// Inline PTX that has no counterpart is an error at its place; the rest is translated.
#include <cuda_runtime.h>

__global__ void fence(int *x) {
  asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
  x[threadIdx.x] = 1;
}

void run(int *x) { fence<<<1, 32>>>(x); }
