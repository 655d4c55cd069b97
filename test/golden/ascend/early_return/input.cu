// Threads that return before a barrier: in CUDA they count as arrived, on Ascend all must come.
#include <cuda_runtime.h>

#include <cstdio>

__global__ void neighbours(const float *x, float *y, int n) {
  __shared__ float s[64];
  int t = threadIdx.x;
  int i = blockIdx.x * blockDim.x + t;
  if (i >= n)
    return;
  float v = x[i] * 2;
  s[t] = v;
  __syncthreads();
  int count = min(64, n - (int)(blockIdx.x * blockDim.x));
  for (int k = 32; k > 0; k >>= 1) {
    if (t < k && t + k < count)
      s[t] += s[t + k];
    __syncthreads();
  }
  if (t == 0)
    y[blockIdx.x] = s[0];
}

__global__ void steps(int *out, int n, int rounds) {
  __shared__ int board[64];
  if (n < 0)
    return; // all threads alike: stays as it is
  board[threadIdx.x] = threadIdx.x;
  __syncthreads();
  if (threadIdx.x >= 48) {
    out[threadIdx.x] = -1;
    return;
  }
  int step = 1;
  while (step <= rounds) {
    int value = board[(threadIdx.x + step) % 48];
    __syncthreads();
    board[threadIdx.x] = value;
    __syncthreads();
    step *= 2;
  }
  if (threadIdx.x & 1)
    return;
  out[threadIdx.x] = board[threadIdx.x];
  __syncthreads();
  out[threadIdx.x + 1] = board[threadIdx.x + 1];
}

int main() {
  float host[200], sums[4], *x, *y;
  for (int i = 0; i < 200; ++i)
    host[i] = i;
  cudaMalloc(&x, sizeof host);
  cudaMalloc(&y, sizeof sums);
  cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
  neighbours<<<4, 64>>>(x, y, 200);
  cudaMemcpy(sums, y, sizeof sums, cudaMemcpyDeviceToHost);
  printf("%g %g %g %g\n", sums[0], sums[1], sums[2], sums[3]);
  int board[64], *out;
  cudaMalloc(&out, sizeof board);
  steps<<<1, 64>>>(out, 1, 4);
  cudaMemcpy(board, out, sizeof board, cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", board[0], board[1], board[47], board[48]);
}
