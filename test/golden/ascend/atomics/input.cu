// Atomics of each type and memory; 64-bit ones take the types that Ascend C has.
#include <cuda_runtime.h>

#include <cstdio>

struct Totals {
  int sum, least, most, bits;
  unsigned wrapped;
  float real;
  unsigned long long wide, claimed;
};

__device__ int arrived;

__global__ void count(Totals *totals, int n) {
  __shared__ int inBlock;
  if (threadIdx.x == 0)
    inBlock = 0;
  __syncthreads();
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    atomicAdd(&inBlock, 1);
    atomicMin(&totals->least, i);
    atomicMax(&totals->most, i);
    atomicOr(&totals->bits, 1 << (i & 3));
    atomicInc(&totals->wrapped, 9);
    atomicAdd(&totals->real, 0.5f);
    atomicAdd(&totals->wide, 1ull << 32);
    unsigned long long old = totals->claimed, seen;
    do {
      seen = old;
      old = atomicCAS(&totals->claimed, seen, seen + 3);
    } while (old != seen);
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    atomicAdd(&totals->sum, inBlock);
    atomicAdd(&arrived, 1);
  }
}

int main() {
  Totals host = {0, 1 << 30, -1, 0, 0, 0, 0, 0}, *totals;
  cudaMalloc(&totals, sizeof host);
  cudaMemcpy(totals, &host, sizeof host, cudaMemcpyHostToDevice);
  count<<<5, 64>>>(totals, 300);
  cudaMemcpy(&host, totals, sizeof host, cudaMemcpyDeviceToHost);
  int blocks;
  cudaMemcpyFromSymbol(&blocks, arrived, sizeof blocks);
  printf("%d %d %d %d %u %g %llu %llu %d\n", host.sum, host.least, host.most, host.bits,
         host.wrapped, host.real, host.wide >> 32, host.claimed, blocks);
}
