// Thread blocks and tiles: ranks, shuffles, votes, nested partitions, reduce, meta groups.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cstdio>

namespace cg = cooperative_groups;
using namespace cooperative_groups;

template <typename Tile> __device__ int sum(const Tile &tile, int value) {
  for (int offset = tile.size() / 2; offset > 0; offset /= 2)
    value += tile.shfl_down(value, offset);
  return tile.shfl(value, 0);
}

__global__ void tiles(int *out) {
  auto block = this_thread_block();
  auto warp = tiled_partition<32>(block);
  auto eight = tiled_partition<8>(warp);
  thread_block_tile<4> four = tiled_partition<4>(block);
  int rank = block.thread_rank();
  out[rank] = sum(warp, rank);
  out[64 + rank] = sum(eight, 1) * 100 + eight.meta_group_rank() * 10 + eight.meta_group_size();
  out[128 + rank] = cg::reduce(four, rank, cg::greater<int>());
  out[192 + rank] = four.any(rank == 5) * 1000 + four.all(rank < 8) * 100 + four.ballot(rank % 2) +
                    four.thread_rank() * 10000;
  block.sync();
  out[256 + rank] = eight.shfl_xor(rank, 3) + eight.shfl_up(rank, 1);
  cg::sync(warp);
}

__global__ void dynamicTiles(int *out) {
  thread_block block = cg::this_thread_block();
  thread_group group = cg::tiled_partition(block, 16);
  dim3 index = block.thread_index(), where = block.group_index();
  out[block.thread_rank()] =
      group.size() * 1000 + group.thread_rank() * 10 + index.y + where.x * 100000;
  if (block.thread_rank() == 0)
    out[64] = block.size() + block.group_dim().x;
}

int main() {
  int host[320], *device;
  cudaMalloc(&device, sizeof(host));
  tiles<<<1, 64>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d\n%d %d\n%d %d\n%d %d\n%d %d\n", host[0], host[63], host[64], host[64 + 29],
         host[128], host[128 + 62], host[192 + 5], host[192 + 9], host[256], host[256 + 13]);
  dynamicTiles<<<1, dim3(16, 4)>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[37], host[64]);
  cudaFree(device);
}
