// A launch that cannot work is refused, the kernel does not run, and the error is told once.
#include <cstdio>

__global__ void set(int *out) { *out = 1; }

int main() {
  int *device, host = 0;
  cudaMalloc(&device, sizeof(int));
  cudaMemset(device, 0, sizeof(int));
  set<<<1, 1025>>>(device);
  printf("too many threads: %s\n", cudaGetErrorName(cudaPeekAtLastError()));
  printf("again: %s\n", cudaGetErrorName(cudaGetLastError()));
  printf("then: %s\n", cudaGetErrorName(cudaGetLastError()));
  set<<<0, 32>>>(device);
  printf("no blocks: %s\n", cudaGetErrorName(cudaGetLastError()));
  set<<<1, dim3(1, 1, 65)>>>(device);
  printf("too deep: %s\n", cudaGetErrorName(cudaGetLastError()));
  set<<<dim3(1, 65536), 1>>>(device);
  printf("too high: %s\n", cudaGetErrorName(cudaGetLastError()));
  set<<<1, 1, 1 << 20>>>(device);
  printf("too much shared memory: %s\n", cudaGetErrorName(cudaGetLastError()));
  printf("synchronize: %s\n", cudaGetErrorName(cudaDeviceSynchronize()));
  cudaMemcpy(&host, device, sizeof(int), cudaMemcpyDeviceToHost);
  printf("ran: %d\n", host);
  printf("%s\n", cudaGetErrorString(cudaErrorInvalidConfiguration));
  cudaFree(device);
}
