// Lanes of a warp that exchange values through shared memory without a barrier. The hardware runs
// them in lock-step; the text says where the compiler must not mix loads and stores.
#include <cuda_runtime.h>

#include <cstdio>

__global__ void permute(int *out) {
  __shared__ int values[32];
  __shared__ int rank[32];
  int lane = threadIdx.x;
  values[lane] = 100 + lane;
  rank[lane] = (lane * 5 + 3) % 32;
  __syncthreads();
  values[rank[lane]] = values[lane];
  __syncthreads();
  out[lane] = values[lane];
}

__global__ void sumOfWarp(const int *in, int *out) {
  __shared__ volatile int sums[32];
  int lane = threadIdx.x;
  sums[lane] = in[lane];
  if (lane < 16) {
    sums[lane] += sums[lane + 16];
    sums[lane] += sums[lane + 8];
    sums[lane] += sums[lane + 4];
    sums[lane] += sums[lane + 2];
    sums[lane] += sums[lane + 1];
  }
  if (lane == 0)
    out[0] = sums[0];
}

int main() {
  int host[32], sum = 0, *out, *total;
  cudaMalloc(&out, sizeof host);
  cudaMalloc(&total, sizeof sum);
  permute<<<1, 32>>>(out);
  sumOfWarp<<<1, 32>>>(out, total);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  cudaMemcpy(&sum, total, sizeof sum, cudaMemcpyDeviceToHost);
  int wrong = 0;
  for (int i = 0; i < 32; ++i)
    wrong += host[(i * 5 + 3) % 32] != 100 + i;
  printf("wrong %d, sum %d\n", wrong, sum);
}
