// CRLF line ends, a byte order mark and letters beyond ASCII: é中文
#include <cstdio>
#include <cuda_runtime.h>

__global__ void store(int *out) {
  *out = 5; // μs
}

int main() {
  int *device, host = 0;
  cudaMalloc(&device, sizeof(int));
  store<<<1,
          1>>>(device);
  cudaMemcpy(&host, device, sizeof(int), cudaMemcpyDeviceToHost);
  printf("é %d\n", host); cudaFree(device);
}
