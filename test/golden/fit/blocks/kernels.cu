// SPDX-License-Identifier: Apache-2.0
// Blocks that hand data to each other, wait for each other, or share a lock.
#include <cooperative_groups.h>
#include <cuda_runtime.h>

namespace cg = cooperative_groups;

__device__ unsigned finished;

__global__ void lastBlockAdds(const float *in, float *partial, float *out) {
  __shared__ bool last;
  partial[blockIdx.x] = in[blockIdx.x];
  __threadfence();
  if (threadIdx.x == 0)
    last = atomicAdd(&finished, 1) == gridDim.x - 1;
  __syncthreads();
  if (last && threadIdx.x == 0) {
    float sum = 0;
    for (unsigned i = 0; i < gridDim.x; ++i)
      sum += partial[i];
    *out = sum;
  }
}

__global__ void lastBlockReadsVolatile(const float *in, volatile float *partial, float *out) {
  partial[blockIdx.x] = in[blockIdx.x];
  __threadfence();
  if (atomicAdd(&finished, 1) == gridDim.x - 1)
    *out = partial[0] + partial[1];
}

__global__ void waitsForFlag(volatile int *flag, int *out) {
  while (flag[blockIdx.x] == 0)
    ;
  out[blockIdx.x] = 1;
}

__global__ void takesLock(int *lock, int *out) {
  while (atomicCAS(lock, 0, 1) != 0)
    ;
  *out += 1;
  atomicExch(lock, 0);
}

__device__ float addByExchange(int *where, float value) {
  int old = *where, expected;
  do {
    expected = old;
    old = atomicCAS(where, expected, __float_as_int(__int_as_float(expected) + value));
  } while (expected != old);
  return __int_as_float(old);
}

__global__ void updatesByExchange(int *where) { addByExchange(where, 1.0f); }

__global__ void wholeGrid(float *data) {
  cg::grid_group grid = cg::this_grid();
  data[blockIdx.x] += 1;
  grid.sync();
  data[blockIdx.x] += data[(blockIdx.x + 1) % gridDim.x];
}

void run(const float *in, float *partial, float *out, int *a, int *b) {
  lastBlockAdds<<<8, 32>>>(in, partial, out);
  lastBlockReadsVolatile<<<8, 32>>>(in, partial, out);
  waitsForFlag<<<8, 1>>>(a, b);
  takesLock<<<8, 32>>>(a, b);
  updatesByExchange<<<8, 32>>>(a);
  void *arguments[] = {&out};
  cudaLaunchCooperativeKernel((void *)wholeGrid, dim3(8), dim3(1), arguments, 0, 0);
}
