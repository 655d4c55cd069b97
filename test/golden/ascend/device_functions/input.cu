// Device functions that read the block or have shared variables of their own get them as parameters,
// through as many calls as it takes.
#include <cuda_runtime.h>

#include <cstdio>

#define GLOBAL_INDEX (blockIdx.x * blockDim.x + threadIdx.x)

__device__ int index() { return GLOBAL_INDEX; }
__device__ int blocks();
__host__ __device__ inline int twice(int x) { return 2 * x; }

__device__ int blockSum(int value) {
  __shared__ int slots[64];
  __shared__ int total;
  slots[threadIdx.x] = value;
  __syncthreads();
  if (threadIdx.x == 0) {
    total = 0;
    for (int i = 0; i < blockDim.x; ++i)
      total += slots[i];
  }
  __syncthreads();
  return total;
}

struct Range {
  int first, last;
  __device__ Range(int a, int b) : first(a), last(b) {}
  __device__ bool holds(int x) const { return first <= x && x < last; }
  __device__ int clamp(void) const { return holds(index()) ? index() : last; }
};

__device__ int through(int value) { return blockSum(value) + blocks(); }

__device__ int blocks() { return gridDim.x; }

__global__ void use(int *out) {
  Range range(0, 100);
  int sum = through(twice(range.clamp()));
  out[GLOBAL_INDEX] = sum;
}

int main() {
  int host[128], *out;
  cudaMalloc(&out, sizeof host);
  use<<<2, 64>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[63], host[64], twice(host[127]));
}
