#include "kernels.cuh"
#include <cstdio>

int main() {
  int *device, host[32];
  float *x, *y, values[32];
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&x, sizeof(values));
  cudaMalloc(&y, sizeof(values));
  for (int i = 0; i < 32; ++i)
    values[i] = i;
  cudaMemcpy(x, values, sizeof(values), cudaMemcpyHostToDevice);
  cudaMemcpy(y, values, sizeof(values), cudaMemcpyHostToDevice);
  launchAxpy(32, 2.0f, x, y, stream);
  fillIndex<<<1, 32, 0, stream>>>(device);
  synchronize(stream);
  cudaMemcpy(values, y, sizeof(values), cudaMemcpyDeviceToHost);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%.0f %.0f %d\n", values[1], values[31], host[31]);
  printf("%d\n", runOther(device, stream));
  cudaStreamDestroy(stream);
  cudaFree(device), cudaFree(x), cudaFree(y);
}
