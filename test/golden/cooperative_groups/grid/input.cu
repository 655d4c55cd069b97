// Grid-wide barriers: blocks exchange data within one cooperative launch.
#include <cooperative_groups.h>
#include <cstdio>

namespace cg = cooperative_groups;

__global__ void pass(int *values, int *copy, int rounds) {
  cg::grid_group grid = cg::this_grid();
  unsigned long long me = grid.thread_rank(), all = grid.size();
  values[me] = int(me);
  grid.sync();
  for (int round = 0; round < rounds; ++round) {
    copy[me] = values[(me + blockDim.x) % all]; // from the next block
    grid.sync();
    values[me] = copy[me] + 1;
    grid.sync();
  }
  if (grid.is_valid() && me == 0)
    copy[0] = int(all);
}

int main() {
  int *values, *copy, host[64], size = 0, rounds = 3, supported = 0;
  cudaDeviceGetAttribute(&supported, cudaDevAttrCooperativeLaunch, 0);
  cudaMalloc(&values, sizeof(host));
  cudaMalloc(&copy, sizeof(host));
  void *arguments[] = {&values, &copy, &rounds};
  cudaError_t error =
      cudaLaunchCooperativeKernel((void *)pass, dim3(4), dim3(16), arguments, 0, nullptr);
  cudaMemcpy(host, values, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(&size, copy, sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d %s %d %d %d\n", supported, cudaGetErrorName(error), host[0], host[20], size);
  int blocks = 0;
  cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, pass, 16, 0);
  printf("%d\n", blocks >= 1);
  cudaFree(values);
  cudaFree(copy);
}
