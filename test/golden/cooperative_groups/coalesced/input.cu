// Coalesced groups: the threads that took a branch, aggregated atomics, labelled partitions.
#include <cooperative_groups.h>
#include <cstdio>

namespace cg = cooperative_groups;

__device__ int aggregatedAdd(int *counter) {
  cg::coalesced_group active = cg::coalesced_threads();
  int base = 0;
  if (active.thread_rank() == 0)
    base = atomicAdd(counter, active.size());
  return active.shfl(base, 0) + active.thread_rank();
}

__global__ void keep(const int *in, int n, int *out, int *count) {
  int i = threadIdx.x;
  if (i < n && in[i] % 3 == 0)
    out[aggregatedAdd(count)] = in[i];
}

__global__ void partitions(int *out) {
  auto warp = cg::tiled_partition<32>(cg::this_thread_block());
  int i = threadIdx.x;
  auto same = cg::labeled_partition(warp, i % 5);
  out[i] = same.size() * 100 + same.thread_rank();
  auto half = cg::binary_partition(warp, i < 10);
  out[32 + i] = half.size() * 100 + half.thread_rank();
}

int main() {
  int host[64], *in, *out, *count, kept = 0;
  for (int i = 0; i < 32; ++i)
    host[i] = i;
  cudaMalloc(&in, sizeof(host));
  cudaMalloc(&out, sizeof(host));
  cudaMalloc(&count, sizeof(int));
  cudaMemcpy(in, host, sizeof(host), cudaMemcpyHostToDevice);
  cudaMemset(count, 0, sizeof(int));
  keep<<<1, 32>>>(in, 30, out, count);
  cudaMemcpy(&kept, count, sizeof(int), cudaMemcpyDeviceToHost);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d: %d %d %d\n", kept, host[0], host[1], host[9]);
  partitions<<<1, 32>>>(out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[31], host[32 + 9], host[32 + 31]);
  cudaFree(in), cudaFree(out), cudaFree(count);
}
