// A macro that holds the whole configuration: the launch cannot be taken apart, and says so.
#include <cuda_runtime.h>

#define CONFIG 2, 4

__global__ void fill(int *out) { out[threadIdx.x] = 1; }

void run(int *device) {
  fill<<<CONFIG>>>(device);
  cudaDeviceSynchronize();
}
