// Shuffles, votes and what stands in for the operations that Ascend C lacks.
#include <cuda_runtime.h>

#include <cstdio>

#define FULL 0xffffffffu

__device__ int warpSum(int value) {
  for (int step = 16; step > 0; step >>= 1)
    value += __shfl_down_sync(FULL, value, step);
  return value;
}

__global__ void operations(int *out) {
  __shared__ int slots[32];
  int lane = threadIdx.x & 31;
  int sum = warpSum(lane);
  unsigned odd = __ballot_sync(FULL, lane & 1);
  long long wide = __shfl_sync(FULL, (long long)lane << 33, 3);
  unsigned same = __match_any_sync(FULL, lane / 8);
  unsigned combined = __reduce_or_sync(FULL, 1u << (lane % 4));
  slots[lane] = lane;
  __syncwarp();
  int neighbour = slots[lane ^ 1];
  if (lane < 4) {
    unsigned here = __activemask();
    neighbour += __shfl_sync(here, lane, 0);
  }
  int pick = __shfl_xor_sync(FULL, lane, 5, 8);
  out[lane * 7 + 0] = __shfl_sync(FULL, sum, 0);
  out[lane * 7 + 1] = __popc(odd);
  out[lane * 7 + 2] = (int)(wide >> 33);
  out[lane * 7 + 3] = __popc(same);
  out[lane * 7 + 4] = combined;
  out[lane * 7 + 5] = neighbour;
  out[lane * 7 + 6] = pick + __all_sync(FULL, lane >= 0) + __any_sync(FULL, lane > 31);
}

int main() {
  int host[32 * 7], *out;
  cudaMalloc(&out, sizeof host);
  operations<<<1, 32>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  for (int lane : {0, 3, 31}) {
    for (int i = 0; i < 7; ++i)
      printf("%d ", host[lane * 7 + i]);
    printf("\n");
  }
}
