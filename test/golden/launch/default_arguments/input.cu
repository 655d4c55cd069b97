// Default arguments of kernels, also such that depend on template parameters or come from a
// declaration before the definition.
#include <cstdio>

__global__ void store(int *out, int a = 3, int b = 4);

template <typename T> __global__ void storeSize(int *out, T value = T(), int extra = sizeof(T)) {
  *out = int(value) + extra;
}

int main() {
  int *device, host[5];
  cudaMalloc(&device, sizeof(host));
  store<<<1, 1>>>(device);
  store<<<1, 1>>>(device + 1, 10);
  store<<<1, 1>>>(device + 2, 10, 20);
  storeSize<double><<<1, 1>>>(device + 3);
  storeSize<<<1, 1>>>(device + 4, short(5));
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (int value : host)
    printf("%d\n", value);
  cudaFree(device);
}

__global__ void store(int *out, int a, int b) { *out = a * 100 + b; }
