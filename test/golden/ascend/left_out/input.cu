// What has no Ascend C form is left out with a reason; the rest builds and runs, and a launch of
// what is missing fails.
#include <cuda_runtime.h>

#include <cstdio>

__device__ double helper(double x) { return x * 2; }

__global__ void usesDouble(double *x) { x[0] = helper(x[0]); }

__global__ void unprovenMask(int *x, unsigned mask) {
  x[threadIdx.x] = __any_sync(mask, x[threadIdx.x]);
}

__global__ void changedMask(int *x, int lanes) {
  unsigned mask = 0xffffffff;
  if (lanes < 32)
    mask = (1u << lanes) - 1;
  if (x[threadIdx.x] > lanes)
    x[threadIdx.x] = __shfl_sync(mask, x[threadIdx.x], 0);
}

__global__ void inlinePtx(int *x) {
  int lane;
  asm("mov.u32 %0, %%laneid;" : "=r"(lane));
  x[threadIdx.x] = lane;
}

__global__ void onHeap(int **x) { x[threadIdx.x] = (int *)malloc(4); }

__global__ void returnInLoop(int *x, int n) {
  for (int i = 0; i < n; ++i) {
    if (x[threadIdx.x] == i)
      return;
    __syncthreads();
  }
}

__global__ void wideInShared(unsigned long long *x) {
  __shared__ unsigned long long total;
  atomicAdd(&total, x[threadIdx.x]);
}

__global__ void wholeArray(int *x) {
  extern __shared__ int values[];
  auto *all = &values;
  (*all)[threadIdx.x] = x[threadIdx.x];
}

__managed__ int counter;
__host__ __device__ int next() { return ++counter; }
__global__ void counts(int *x) { x[0] = next(); }

__global__ void fine(int *x) { x[0] = 42; }

int main() {
  int value = 0, *x;
  cudaMalloc(&x, 256);
  fine<<<1, 1>>>(x);
  cudaMemcpy(&value, x, sizeof value, cudaMemcpyDeviceToHost);
  printf("%d %s\n", value, cudaGetErrorName(cudaGetLastError()));
  usesDouble<<<1, 1>>>(nullptr);
  printf("%s\n", cudaGetErrorName(cudaGetLastError()));
}
