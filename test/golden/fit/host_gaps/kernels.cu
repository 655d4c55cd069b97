// SPDX-License-Identifier: Apache-2.0
// Host calls that mean something else in the vendor's runtime. The runtime library bridges them.
#include <cuda_runtime.h>

__global__ void touch(int *p) { p[threadIdx.x] = 1; }

void run() {
  int *p = nullptr, host[32];
  cudaSetDevice(0);
  cudaMalloc(&p, sizeof host);
  cudaEvent_t start;
  cudaEventCreate(&start);
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  touch<<<1, 32, 0, stream>>>(p);
  cudaMemcpy(host, p, sizeof host, cudaMemcpyDeviceToHost);
  cudaFree(p);
}
