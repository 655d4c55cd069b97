// A failed device assertion is reported by the next synchronising call, and stays.
#include <cassert>
#include <cstdio>

__global__ void check(int limit) {
  int i = threadIdx.x;
  assert(i < limit && "index in range");
}

int main() {
  int *device;
  cudaMalloc(&device, sizeof(int));
  check<<<1, 4>>>(4);
  printf("%s\n", cudaGetErrorName(cudaDeviceSynchronize()));
  check<<<1, 4>>>(3);
  printf("%s\n", cudaGetErrorName(cudaDeviceSynchronize()));
  printf("%s\n", cudaGetErrorName(cudaGetLastError()));
  printf("%s\n", cudaGetErrorName(cudaMemset(device, 0, sizeof(int))));
}
