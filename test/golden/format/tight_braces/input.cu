// SPDX-License-Identifier: Apache-2.0
// A kernel without a blank after its opening brace, and none before the closing one.
#include <cstdio>

__global__ void fill(int *out){int i = threadIdx.x; out[i] = i * i;}
__global__ void negate(int *out){out[threadIdx.x] *= -1;}

int main() {
  int *device, host[4];
  cudaMalloc(&device, sizeof host);
  fill<<<1, 4>>>(device);
  negate<<<1, 4>>>(device);
  cudaMemcpy(host, device, sizeof host, cudaMemcpyDeviceToHost);
  for (int value : host)
    std::printf("%d\n", value);
  return cudaFree(device) != cudaSuccess;
}
