// __managed__ variables: host code has one, kernels have another, and the runtime keeps them equal.
#include <cuda_runtime.h>

#include <cstdio>

#define MANAGED __managed__
MANAGED __device__ int flag;
__managed__ int counters[4] = {1, 2, 3, 4};
static __managed__ unsigned long long total;

__device__ void note(int value) { atomicAdd(&total, static_cast<unsigned long long>(value)); }

__global__ void count(int n) {
  if (threadIdx.x < 4)
    counters[threadIdx.x] += n;
  note(n);
  if (n > 2)
    flag = 1;
}

int main() {
  count<<<1, 32>>>(3);
  cudaDeviceSynchronize();
  printf("%d %d %llu\n", flag, counters[3], total);
}
