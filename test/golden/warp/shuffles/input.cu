// All shuffles, with widths, types and sources out of range.
#include <cstdio>

#define FULL 0xffffffffu

template <typename T> __device__ T sumOfWarp(T value) {
  for (int offset = 16; offset; offset >>= 1)
    value += __shfl_down_sync(FULL, value, offset);
  return __shfl_sync(FULL, value, 0);
}

__global__ void basic(int *out) {
  int lane = threadIdx.x;
  out[lane] = __shfl_sync(FULL, lane, 5);
  out[32 + lane] = __shfl_up_sync(FULL, lane, 3);
  out[64 + lane] = __shfl_down_sync(FULL, lane, 4);
  out[96 + lane] = __shfl_xor_sync(FULL, lane, 9);
  out[128 + lane] = __shfl_sync(FULL, lane, lane + 33);   // taken modulo the width
  out[160 + lane] = __shfl_sync(FULL, lane, 2, 8);        // each group of eight for itself
  out[192 + lane] = __shfl_up_sync(FULL, lane, 1, 4);
  out[224 + lane] = __shfl_down_sync(FULL, lane, 2, 16);
  out[256 + lane] = __shfl_xor_sync(FULL, lane, 8, 8);    // later groups: own value; earlier ones are read
}

__global__ void types(double *out) {
  int lane = threadIdx.x;
  out[0] = sumOfWarp(lane);
  out[1] = sumOfWarp(lane * 0.5f);
  out[2] = sumOfWarp(lane * 0.25);
  out[3] = double(sumOfWarp(1ll << 40) >> 40);
  out[4] = sumOfWarp(2u);
  out[5] = double(sumOfWarp(7ul));
}

__global__ void inclusive(int *out) { // scan of 64 threads from two warps
  __shared__ int totals[2];
  int lane = threadIdx.x % warpSize, warp = threadIdx.x / warpSize;
  int value = threadIdx.x;
  for (int delta = 1; delta < warpSize; delta *= 2) {
    int other = __shfl_up_sync(FULL, value, delta);
    if (lane >= delta)
      value += other;
  }
  if (lane == warpSize - 1)
    totals[warp] = value;
  __syncthreads();
  out[threadIdx.x] = value + (warp ? totals[0] : 0);
}

int main() {
  int host[288], *device;
  double doubles[6], *deviceDoubles;
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&deviceDoubles, sizeof(doubles));
  basic<<<1, 32>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (int row = 0; row < 9; ++row)
    printf("%d %d %d %d %d\n", host[row * 32], host[row * 32 + 3], host[row * 32 + 7],
           host[row * 32 + 14], host[row * 32 + 31]);
  types<<<1, 32>>>(deviceDoubles);
  cudaMemcpy(doubles, deviceDoubles, sizeof(doubles), cudaMemcpyDeviceToHost);
  for (double value : doubles)
    printf("%g ", value);
  printf("\n");
  inclusive<<<1, 64>>>(device);
  cudaMemcpy(host, device, 64 * sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[31], host[32], host[63]);
  cudaFree(device);
  cudaFree(deviceDoubles);
}
