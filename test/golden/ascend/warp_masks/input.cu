// Masks that name the lanes that arrive, in other ways than by a constant: a ballot of the condition
// around the operation, and parameters that all callers fill well.
#include <cuda_runtime.h>

#include <cstdio>

template <class T> __device__ T sumOf(unsigned mask, T value) {
  for (int step = 16; step > 0; step /= 2)
    value += __shfl_xor_sync(mask, value, step);
  return value;
}

__device__ int outer(int value, unsigned lanes) { return sumOf(lanes, value) + __popc(lanes); }

__global__ void masks(int *out, int n) {
  int lane = threadIdx.x;
  out[lane] = outer(lane, 0xffffffff);
  unsigned low = __ballot_sync(0xffffffff, lane < n);
  if (lane < n) {
    out[lane] += __shfl_sync(low, lane, n - 1) * 1000;
    out[lane] += __any_sync(low, lane == n) * 1000000;
  } else {
    unsigned rest = __activemask();
    out[lane] += __popc(rest) * 100000;
  }
}

int main() {
  int host[32], *out;
  cudaMalloc(&out, sizeof host);
  masks<<<1, 32>>>(out, 20);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[19], host[25]);
}
