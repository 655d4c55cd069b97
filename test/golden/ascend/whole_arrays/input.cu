// Shared arrays that are used as a whole, and a return that all threads of a block take, in a
// function that goes on to a barrier inside of a call.
#include <cuda_runtime.h>

#include <cstdio>

template <int N> __device__ int sumOf(const int (&values)[N]) {
  int sum = 0;
  for (int value : values)
    sum += value;
  return sum;
}

__device__ int total(int mine) {
  __shared__ int values[2][32];
  values[threadIdx.x % 2][threadIdx.x] = mine;
  values[1 - threadIdx.x % 2][threadIdx.x] = 0;
  __syncthreads();
  return sumOf(values[0]) + sumOf(values[1]);
}

__device__ void sumBlock(const int *sizes, int *out) {
  const int size = sizes[blockIdx.x];
  if (size == 0)
    return;
  int sum = total(static_cast<int>(threadIdx.x) < size ? 1 : 0);
  if (threadIdx.x == 0)
    out[blockIdx.x] = sum;
}

__global__ void sums(const int *sizes, int *out) { sumBlock(sizes, out); }

__global__ void reversed(int *out) {
  __shared__ int values[32];
  auto *all = &values;
  (*all)[threadIdx.x] = static_cast<int>(threadIdx.x);
  __syncthreads();
  out[threadIdx.x] = values[31 - threadIdx.x];
}

int main() {
  const int sizes[3] = {7, 0, 32};
  int host[32] = {-1, -1, -1}, *in, *out;
  cudaMalloc(&in, sizeof sizes);
  cudaMalloc(&out, sizeof host);
  cudaMemcpy(in, sizes, sizeof sizes, cudaMemcpyHostToDevice);
  cudaMemcpy(out, host, sizeof host, cudaMemcpyHostToDevice);
  sums<<<3, 32>>>(in, out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[2]);
  reversed<<<1, 32>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d\n", host[0], host[31]);
}
