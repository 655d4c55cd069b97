// Fences and the "last block finishes" pattern: partial results become visible to the block that
// takes the last ticket.
#include <cstdio>

__device__ unsigned finished = 0;

__global__ void sum(const int *in, int n, volatile int *partial, int *out) {
  __shared__ int total;
  __shared__ bool last;
  if (threadIdx.x == 0)
    total = 0;
  __syncthreads();
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    atomicAdd(&total, in[i]);
  __syncthreads();
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = total;
    __threadfence();
    last = atomicInc(&finished, gridDim.x) == gridDim.x - 1;
  }
  __syncthreads();
  if (last && threadIdx.x == 0) {
    int result = 0;
    for (unsigned b = 0; b < gridDim.x; ++b)
      result += partial[b];
    *out = result;
    finished = 0;
    __threadfence_system();
    __threadfence_block();
  }
}

int main() {
  const int n = 1000;
  int host[n], *in, *partial, *out, result = 0;
  for (int i = 0; i < n; ++i)
    host[i] = i;
  cudaMalloc(&in, sizeof(host));
  cudaMalloc(&partial, 16 * sizeof(int));
  cudaMalloc(&out, sizeof(int));
  cudaMemcpy(in, host, sizeof(host), cudaMemcpyHostToDevice);
  for (int run = 0; run < 2; ++run) {
    sum<<<16, 64>>>(in, n, partial, out);
    cudaMemcpy(&result, out, sizeof(int), cudaMemcpyDeviceToHost);
    printf("%d\n", result);
  }
  cudaFree(in), cudaFree(partial), cudaFree(out);
}
