// A macro that holds the whole configuration: the launch becomes two plain calls.
#include <cstdio>
#include <cuda_runtime.h>

#define CONFIG 2, 4
#define CONFIG_WITH_SHARED dim3(2), dim3(4), 4 * sizeof(int)

__global__ void fill(int *out) { out[blockIdx.x * blockDim.x + threadIdx.x] = threadIdx.x; }

__global__ void reverse(int *out) {
  extern __shared__ int values[];
  int at = blockIdx.x * blockDim.x + threadIdx.x;
  values[threadIdx.x] = out[at];
  __syncthreads();
  out[at] = values[blockDim.x - 1 - threadIdx.x];
}

int main() {
  int *device, host[8];
  cudaMalloc(&device, sizeof host);
  fill<<<CONFIG>>>(device);
  reverse<<<CONFIG_WITH_SHARED>>>(device);
  cudaMemcpy(host, device, sizeof host, cudaMemcpyDeviceToHost);
  for (int value : host)
    std::printf("%d ", value);
  std::printf("\n");
  cudaFree(device);
}
