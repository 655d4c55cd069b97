// SPDX-License-Identifier: Apache-2.0
// Radial density: a histogram of the distances from an origin in constant memory. Each block counts
// in shared memory, then adds its bins to the global ones.
#include "check.h"
#include "simulation.h"

__constant__ float densityOrigin[3];

__device__ int binOf(float4 p) {
  float dx = p.x - densityOrigin[0], dy = p.y - densityOrigin[1], dz = p.z - densityOrigin[2];
  return int(sqrtf(dx * dx + dy * dy + dz * dz) / kBinWidth);
}

__global__ void density(const float4 *position, int count, unsigned int *histogram,
                        unsigned int *escaped) {
  __shared__ unsigned int bins[kBins];
  for (int b = threadIdx.x; b < kBins; b += blockDim.x)
    bins[b] = 0;
  __syncthreads();

  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int bin = i < count ? binOf(position[i]) : 0;
  bool inside = i < count && bin < kBins;
  if (inside)
    atomicAdd(&bins[bin], 1u);

  // Counts the particles outside as a block, so that one thread tells the rest of the grid.
  int outside = __syncthreads_count(i < count && !inside);
  if (threadIdx.x == 0 && outside > 0)
    atomicAdd(escaped, (unsigned int)outside);

  for (int b = threadIdx.x; b < kBins; b += blockDim.x)
    if (bins[b] != 0)
      atomicAdd(&histogram[b], bins[b]);
}

void setDensityOrigin(float x, float y, float z) {
  const float origin[3] = {x, y, z};
  CUDA_CHECK(cudaMemcpyToSymbol(densityOrigin, origin, sizeof(origin)));
}

void addDensity(const float4 *position, int count, unsigned int *histogram, unsigned int *escaped,
                cudaStream_t stream) {
  const int block = 192;
  density<<<(count + block - 1) / block, block, 0, stream>>>(position, count, histogram, escaped);
  CUDA_CHECK(cudaGetLastError());
}
