// __trap() ends the kernel with a launch failure that the next synchronising call reports.
#include <cstdio>

__global__ void stop(int which) {
  if (threadIdx.x == which)
    __trap();
}

int main() {
  stop<<<1, 4>>>(9);
  printf("%s\n", cudaGetErrorName(cudaDeviceSynchronize()));
  stop<<<1, 4>>>(2);
  cudaError_t error = cudaDeviceSynchronize();
  printf("%s: %s\n", cudaGetErrorName(error), cudaGetErrorString(error));
}
