// A name that looks like the runtime's and that no rule knows is said where it stands, even in a macro
// that nobody expands.
#include <cuda_runtime.h>

#define START_PROFILE() cudaHypotheticalProfileStart(0)

__global__ void fill(int *x) { x[threadIdx.x] = 1; }

void run(int *x) {
  fill<<<1, 32>>>(x);
  cudaDeviceSynchronize();
}
