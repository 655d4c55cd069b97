// Groups of lanes with the same label, and calls that one lane makes for its group.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cstdio>

namespace cg = cooperative_groups;

struct Ticket {
  int *next;
  __device__ int operator()(int count) const { return atomicAdd(next, count); }
};

__global__ void compact(const int *in, int *out, int *next, int *sums, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  auto tile = cg::tiled_partition<32>(cg::this_thread_block());
  int value = i < n ? in[i] : -1;
  auto same = cg::labeled_partition(tile, value % 5);
  int total = cg::reduce(same, value, cg::plus<int>());
  tile.sync();
  if (value >= 0 && value % 3) {
    auto some = cg::coalesced_threads();
    int first = cg::invoke_one_broadcast(some, Ticket{next}, static_cast<int>(some.size()));
    out[first + some.thread_rank()] = value;
    auto alike = cg::labeled_partition(some, value / 40);
    cg::invoke_one(
        alike, [](int *sums, int which, int count) { atomicAdd(&sums[which], count); }, sums,
        value / 40, static_cast<int>(alike.size()));
  }
  if (i < n)
    sums[16 + i] = total * 100 + same.thread_rank();
}

int main() {
  const int n = 120;
  int *in, *out, *next, *sums;
  cudaMallocManaged(&in, n * sizeof(int));
  cudaMallocManaged(&out, n * sizeof(int));
  cudaMallocManaged(&next, sizeof(int));
  cudaMallocManaged(&sums, (16 + n) * sizeof(int));
  for (int i = 0; i < n; ++i) {
    in[i] = i * 53 % 211;
    out[i] = sums[i + 16] = 0;
  }
  for (int i = 0; i < 16; ++i)
    sums[i] = 0;
  *next = 0;
  compact<<<2, 64>>>(in, out, next, sums, n);
  cudaDeviceSynchronize();
  long packed = 0, ranks = 0;
  for (int i = 0; i < *next; ++i)
    packed += static_cast<long>(out[i]) * out[i];
  for (int i = 0; i < n; ++i)
    ranks += static_cast<long>(sums[16 + i]) * (i % 9 + 1);
  printf("%d %ld %ld: %d %d %d %d\n", *next, packed, ranks, sums[0], sums[1], sums[2], sums[5]);
}
