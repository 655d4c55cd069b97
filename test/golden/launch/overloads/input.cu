// Overloaded kernels, and a kernel template beside a plain kernel of the same name.
#include <cstdio>

__global__ void put(int *out, int value) { *out = value; }
__global__ void put(int *out, double value) { *out = int(value * 10); }
__global__ void put(int *out) { *out = -1; }
template <typename T> __global__ void put(int *out, T *value) { *out = int(sizeof(*value)); }

int main() {
  int *device, host[4];
  cudaMalloc(&device, sizeof(host));
  put<<<1, 1>>>(device, 7);
  put<<<1, 1>>>(device + 1, 2.5);
  put<<<1, 1>>>(device + 2);
  put<<<1, 1>>>(device + 3, (short *)nullptr);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[2], host[3]);
  void (*chosen)(int *, double) = put;
  chosen<<<1, 1>>>(device, 4);
  cudaMemcpy(host, device, sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d\n", host[0]);
  cudaFree(device);
}
