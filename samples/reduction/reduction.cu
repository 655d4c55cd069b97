// SPDX-License-Identifier: Apache-2.0
// Sums a vector in three ways: with cooperative groups, with a grid-wide barrier in one cooperative
// launch, and with integer atomics. All three must give the same number.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cuda_runtime.h>

#include <cstdio>
#include <vector>

namespace cg = cooperative_groups;

#define CHECK(call)                                                                                \
  do {                                                                                             \
    cudaError_t e = (call);                                                                        \
    if (e != cudaSuccess) {                                                                        \
      std::printf("%s: %s\n", #call, cudaGetErrorString(e));                                       \
      return 1;                                                                                    \
    }                                                                                              \
  } while (0)

// Tree in shared memory down to one warp, then a tile of 32 threads.
__device__ int sumOfBlock(cg::thread_block block, int value, int *scratch) {
  scratch[block.thread_rank()] = value;
  block.sync();
  for (unsigned half = block.size() / 2; half >= 32; half /= 2) {
    if (block.thread_rank() < half)
      scratch[block.thread_rank()] += scratch[block.thread_rank() + half];
    block.sync();
  }
  int result = 0;
  if (block.thread_rank() < 32) {
    cg::thread_block_tile<32> warp = cg::tiled_partition<32>(block);
    result = cg::reduce(warp, scratch[warp.thread_rank()], cg::plus<int>());
  }
  return result; // in the threads of the first warp
}

__global__ void sumBlocks(const int *in, int n, int *total) {
  extern __shared__ int scratch[];
  cg::thread_block block = cg::this_thread_block();
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int sum = sumOfBlock(block, i < n ? in[i] : 0, scratch);
  if (block.thread_rank() == 0)
    atomicAdd(total, sum);
}

__global__ void sumGrid(const int *in, int n, int *partial, int *total) {
  extern __shared__ int scratch[];
  cg::thread_block block = cg::this_thread_block();
  cg::grid_group grid = cg::this_grid();
  int mine = 0;
  for (unsigned long long i = grid.thread_rank(); i < (unsigned long long)n; i += grid.size())
    mine += in[i];
  int sum = sumOfBlock(block, mine, scratch);
  if (block.thread_rank() == 0)
    partial[blockIdx.x] = sum;
  grid.sync();
  if (grid.thread_rank() == 0)
    for (unsigned b = 0; b < gridDim.x; ++b)
      *total += partial[b];
}

__global__ void sumAtomics(const int *in, int n, int *total) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    atomicAdd(total, in[i]);
}

int main() {
  int n = 10000;
  std::vector<int> values(n);
  long long expected = 0;
  for (int i = 0; i < n; ++i) {
    values[i] = i % 97;
    expected += values[i];
  }

  int *in, *partial, *totals;
  CHECK(cudaMalloc(&in, n * sizeof(int)));
  CHECK(cudaMalloc(&partial, 4 * sizeof(int)));
  CHECK(cudaMalloc(&totals, 3 * sizeof(int)));
  CHECK(cudaMemcpy(in, values.data(), n * sizeof(int), cudaMemcpyHostToDevice));
  CHECK(cudaMemset(totals, 0, 3 * sizeof(int)));

  const int block = 256, grid = (n + block - 1) / block;
  const size_t shared = block * sizeof(int);
  sumBlocks<<<grid, block, shared>>>(in, n, totals);
  CHECK(cudaGetLastError());

  int *gridTotal = totals + 1;
  void *arguments[] = {&in, &n, &partial, &gridTotal};
  CHECK(cudaLaunchCooperativeKernel((const void *)sumGrid, dim3(4), dim3(block), arguments, shared,
                                    nullptr));

  sumAtomics<<<grid, block>>>(in, n, totals + 2);
  CHECK(cudaDeviceSynchronize());

  int sums[3];
  CHECK(cudaMemcpy(sums, totals, sizeof(sums), cudaMemcpyDeviceToHost));
  CHECK(cudaFree(in));
  CHECK(cudaFree(partial));
  CHECK(cudaFree(totals));
  std::printf("expected %lld\ncooperative groups %d\ngrid barrier %d\natomics %d\n", expected,
              sums[0], sums[1], sums[2]);
  return !(sums[0] == expected && sums[1] == expected && sums[2] == expected);
}
