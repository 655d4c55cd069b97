// What the host target cannot do is said where it is used.
#include <cstdio>
#include <cuda_runtime.h>

int main() {
  int *device;
  cudaMalloc(&device, sizeof(int));
  cudaIpcMemHandle_t handle;
  cudaError_t error = cudaIpcGetMemHandle(&handle, device);
  printf("%s\n", cudaGetErrorName(error));
  cudaFree(device);
}
