// A header of the project that is named like one of CUDA's stays; the runtime comes by itself.
#include "cuda.h"
#include <cstdio>

__global__ void answer(int *out) { *out = ANSWER; }

int main() {
  int *device, host = 0;
  cudaMalloc(&device, sizeof host);
  answer<<<1, 1>>>(device);
  cudaMemcpy(&host, device, sizeof host, cudaMemcpyDeviceToHost);
  std::printf("%d\n", host);
}
