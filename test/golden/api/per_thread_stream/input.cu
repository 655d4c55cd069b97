// The special streams by name.
#include <cstdio>

__global__ void add(int *x, int n) { atomicAdd(x, n); }

int main() {
  int *device, host = 0;
  cudaMalloc(&device, sizeof(int));
  cudaMemsetAsync(device, 0, sizeof(int), cudaStreamLegacy);
  cudaStreamSynchronize(cudaStreamLegacy);
  add<<<1, 8, 0, cudaStreamPerThread>>>(device, 1);
  cudaStreamSynchronize(cudaStreamPerThread);
  add<<<1, 8, 0, cudaStreamDefault>>>(device, 2);
  cudaMemcpy(&host, device, sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d\n", host);
  cudaFree(device);
}
