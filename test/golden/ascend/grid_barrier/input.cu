// A barrier of the whole grid: as many blocks as the device keeps at a time, and one block more,
// which cannot be launched.
#include <cooperative_groups.h>
#include <cstdio>

namespace cg = cooperative_groups;

__device__ void shift(const int *from, int *to, int n) {
  cg::grid_group grid = cg::this_grid();
  for (unsigned long long i = grid.thread_rank(); i < n; i += grid.size())
    to[i] = from[(i + 1) % n] + 1;
  cg::sync(grid);
}

__global__ void rounds(int *a, int *b, int n, int count, long long *sum) {
  cg::grid_group grid = cg::this_grid();
  for (int k = 0; k < count; ++k)
    if (k % 2)
      shift(b, a, n);
    else
      shift(a, b, n);
  if (grid.is_valid() && grid.thread_rank() == 0)
    for (int i = 0; i < n; ++i)
      *sum += static_cast<long long>(a[i]) * (i % 13);
  grid.sync();
  if (grid.thread_rank() == grid.size() - 1)
    *sum = -*sum;
}

int main() {
  const int n = 3000, threads = 64;
  int device = 0, cores = 0, perCore = 0, cooperative = 0;
  cudaDeviceGetAttribute(&cores, cudaDevAttrMultiProcessorCount, device);
  cudaDeviceGetAttribute(&cooperative, cudaDevAttrCooperativeLaunch, device);
  cudaOccupancyMaxActiveBlocksPerMultiprocessor(&perCore, rounds, threads, 0);
  int *a, *b;
  long long *sum, result = 0;
  cudaMalloc(&a, n * sizeof(int));
  cudaMalloc(&b, n * sizeof(int));
  cudaMalloc(&sum, sizeof(long long));
  int count = 4, host[n], size = n;
  for (int i = 0; i < n; ++i)
    host[i] = i * 7 % 101;
  for (int blocks : {1, 7, cores < 32 ? cores : 32}) {
    cudaMemcpy(a, host, n * sizeof(int), cudaMemcpyHostToDevice);
    cudaMemset(sum, 0, sizeof(long long));
    void *arguments[] = {&a, &b, &size, &count, &sum};
    cudaLaunchCooperativeKernel(rounds, dim3(blocks), dim3(threads), arguments, 0, 0);
    cudaMemcpy(&result, sum, sizeof result, cudaMemcpyDeviceToHost);
    printf("%lld %s\n", result, cudaGetErrorName(cudaGetLastError()));
  }
  void *arguments[] = {&a, &b, &size, &count, &sum};
  cudaError_t error = cudaLaunchCooperativeKernel((void *)rounds, dim3(cores * perCore + 1),
                                                  dim3(threads), arguments, 0, 0);
  printf("cooperative %d: %s\n", cooperative, cudaGetErrorName(error));
}
