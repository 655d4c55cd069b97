// A tree in shared memory, with the size of the block as a constant of the program.
#include <cuda_runtime.h>

#include <cstdio>

#define THREADS 128

__global__ void sum(const int *in, int *out, int n) {
  __shared__ int partial[THREADS];
  __shared__ int first;
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (threadIdx.x == 0)
    first = i;
  partial[threadIdx.x] = i < n ? in[i] : 0;
  __syncthreads();
  for (int half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half)
      partial[threadIdx.x] += partial[threadIdx.x + half];
    __syncthreads();
  }
  if (threadIdx.x == 0)
    out[blockIdx.x] = partial[0] + first * (int)(sizeof(partial) / sizeof(int) / THREADS);
}

int main() {
  const int n = 1000, blocks = 8;
  int host[n], result[blocks], *in, *out;
  for (int i = 0; i < n; ++i)
    host[i] = 1;
  cudaMalloc(&in, sizeof host);
  cudaMalloc(&out, sizeof result);
  cudaMemcpy(in, host, sizeof host, cudaMemcpyHostToDevice);
  dim3 block(THREADS);
  sum<<<blocks, block>>>(in, out, n);
  cudaMemcpy(result, out, sizeof result, cudaMemcpyDeviceToHost);
  for (int value : result)
    printf("%d ", value);
  printf("\n");
}
