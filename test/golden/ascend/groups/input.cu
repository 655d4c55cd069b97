// Cooperative groups: the toolkit has the groups, the shim the algorithms on them; blocks of a grid
// that is larger than the chip keep their places.
#include <cooperative_groups.h>
#include <cooperative_groups/memcpy_async.h>
#include <cooperative_groups/reduce.h>
#include <cooperative_groups/scan.h>

#include <cstdio>

namespace cg = cooperative_groups;

struct Pair {
  int value;
  short index;
};

__global__ void tiles(int *out) {
  __shared__ int copy[64];
  cg::thread_block block = cg::this_thread_block();
  cg::thread_block_tile<32> warp = cg::tiled_partition<32>(block);
  auto quarter = cg::tiled_partition<8>(warp);
  int i = block.thread_rank();
  int *own = out + (block.group_index().x * block.size() + i) * 12;
  own[0] = cg::reduce(warp, i, cg::plus<int>());
  own[1] = cg::reduce(quarter, i ^ 5, cg::greater<int>());
  own[2] = cg::inclusive_scan(quarter, i);
  own[3] = cg::exclusive_scan(warp, 1u << (i % 4), cg::bit_or<unsigned>());
  own[4] = quarter.match_any(i % 3);
  int same;
  own[5] = warp.match_all(i / 32, same) == 0xffffffffu ? same : -1;
  own[6] = quarter.meta_group_rank() * 100 + quarter.meta_group_size();
  Pair pair = {i * 3, short(i)};
  Pair next = quarter.shfl_down(pair, 1);
  own[7] = next.value + next.index;
  own[8] = (int)(warp.shfl((long long)i << 33, 4) >> 33);
  own[9] = quarter.ballot(i & 2) + quarter.any(i == 9) * 1000 + quarter.all(i < 40) * 10000;
  cg::memcpy_async(block, copy, out, sizeof copy);
  cg::wait(block);
  copy[i] = i;
  cg::sync(block);
  own[10] = copy[63 - i];
  if (i % 3 == 0) {
    cg::coalesced_group some = cg::coalesced_threads();
    own[11] = cg::reduce(some, i, cg::plus<int>()) + some.thread_rank() * 1000 +
              some.shfl(i, some.size() - 1) * 100000;
  }
}

__global__ void places(unsigned long long *total, unsigned long long *last) {
  cg::grid_group grid = cg::this_grid();
  atomicAdd(total, grid.thread_rank());
  if (grid.thread_rank() == grid.size() - 1)
    *last = grid.num_blocks() * 100 + cg::this_thread_block().group_index().y;
}

int main() {
  const int threads = 128;
  static int host[threads * 12];
  int *out;
  cudaMalloc(&out, sizeof host);
  cudaMemset(out, 0, sizeof host);
  tiles<<<2, 64>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  for (int i : {0, 1, 9, 63, 66, 127}) {
    for (int k = 0; k < 12; ++k)
      printf("%d ", host[i * 12 + k]);
    printf("\n");
  }
  unsigned long long *sums, result[2];
  cudaMalloc(&sums, 16);
  cudaMemset(sums, 0, 16);
  places<<<dim3(9, 11), 32>>>(sums, sums + 1);
  cudaMemcpy(result, sums, 16, cudaMemcpyDeviceToHost);
  printf("%llu %llu\n", result[0], result[1]);
}
