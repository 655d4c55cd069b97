// SPDX-License-Identifier: Apache-2.0
// Kinetic energy: a sum over all particles. Warps add up with shuffles, the block through static
// shared memory, the grid with one atomic per block.
#include "check.h"
#include "simulation.h"

#define FULL_MASK 0xffffffffu

namespace {

__device__ __forceinline__ double warpSum(double value) {
#pragma unroll
  for (int offset = warpSize / 2; offset > 0; offset /= 2)
    value += __shfl_down_sync(FULL_MASK, value, offset);
  return value; // complete in lane 0
}

__global__ void kineticEnergy(const float4 *__restrict__ position,
                              const float4 *__restrict__ velocity, int count, double *total) {
  __shared__ double partial[32]; // one per warp of the block

  double sum = 0.0;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    float4 v = velocity[i];
    sum += 0.5 * position[i].w * (double(v.x) * v.x + double(v.y) * v.y + double(v.z) * v.z);
  }

  int lane = threadIdx.x % warpSize, warp = threadIdx.x / warpSize;
  sum = warpSum(sum);
  if (lane == 0)
    partial[warp] = sum;
  __syncthreads();

  if (warp == 0) {
    int warps = (blockDim.x + warpSize - 1) / warpSize;
    sum = lane < warps ? partial[lane] : 0.0;
    sum = warpSum(sum);
    if (lane == 0)
      atomicAdd(total, sum);
  }
}

} // namespace

void addKineticEnergy(const float4 *position, const float4 *velocity, int count, double *total,
                      cudaStream_t stream) {
  const int block = 128;
  int grid = (count + block - 1) / block;
  kineticEnergy<<<grid < 32 ? grid : 32, block, 0, stream>>>(position, velocity, count, total);
  CUDA_CHECK(cudaGetLastError());
}
