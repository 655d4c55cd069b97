// Barriers that count: their arguments are evaluated once, in helpers too, and threads that have
// returned do not count.
#include <cuda_runtime.h>

#include <cstdio>

__device__ int agree(int value) { return __syncthreads_and(value > 0); }

__global__ void votes(const int *x, int *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int value = i < n ? x[i] : 1;
  int odd = __syncthreads_count(value & 1);
  int all = agree(value);
  int *own = out + blockIdx.x * 4;
  for (int limit = 1; __syncthreads_or(value > limit); limit *= 2)
    if (threadIdx.x == 0)
      own[3] = limit;
  if (threadIdx.x == 40) {
    own[0] = odd;
    own[1] = all;
    own[2] = n;
  }
}

__global__ void early(const int *x, int *out, int n) {
  int i = threadIdx.x;
  if (i >= n)
    return;
  int positive = __syncthreads_count(x[i] > 0);
  int all;
  all = __syncthreads_and(x[i] > -100);
  if (i == 0) {
    out[0] = positive;
    out[1] = all;
  }
}

int main() {
  int host[250], *x, *out;
  for (int i = 0; i < 250; ++i)
    host[i] = i < 128 ? i + 1 : i % 7 - 3;
  cudaMalloc(&x, sizeof host);
  cudaMalloc(&out, 64);
  cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
  int result[16] = {};
  cudaMemset(out, 0, 64);
  votes<<<2, 128>>>(x, out, 250);
  cudaMemcpy(result, out, 32, cudaMemcpyDeviceToHost);
  for (int b = 0; b < 2; ++b)
    printf("%d %d %d %d\n", result[b * 4], result[b * 4 + 1], result[b * 4 + 2], result[b * 4 + 3]);
  early<<<1, 256>>>(x, out, 250);
  cudaMemcpy(result, out, 8, cudaMemcpyDeviceToHost);
  printf("%d %d\n", result[0], result[1]);
}
