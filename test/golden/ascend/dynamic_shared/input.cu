// Shared memory whose size comes with the launch, in the kernel and at file scope.
#include <cuda_runtime.h>

#include <cstdio>

extern __shared__ int everywhere[];

__device__ int other(int i) { return everywhere[i ^ 1]; }

__global__ void pairs(int *out) {
  everywhere[threadIdx.x] = threadIdx.x * 10;
  __syncthreads();
  out[threadIdx.x] = other(threadIdx.x);
}

template <typename T> __global__ void reverse(T *values, int n) {
  extern __shared__ unsigned char bytes[];
  T *copy = reinterpret_cast<T *>(bytes);
  for (int i = threadIdx.x; i < n; i += blockDim.x)
    copy[i] = values[i];
  __syncthreads();
  for (int i = threadIdx.x; i < n; i += blockDim.x)
    values[i] = copy[n - 1 - i];
}

int main() {
  int host[64], *values;
  cudaMalloc(&values, sizeof host);
  pairs<<<1, 64, sizeof host>>>(values);
  cudaMemcpy(host, values, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[63]);
  reverse<int><<<1, 32, sizeof host>>>(values, 64);
  cudaMemcpy(host, values, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[63]);
}
