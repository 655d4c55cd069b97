// Where a thread is in the block, the grid and in tiles, asked for in all places: loops that begin
// there, guards, early returns, functions, closures and macros; blocks of one and of more
// dimensions, whole and partial tiles, tiles of tiles.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cstdio>

namespace cg = cooperative_groups;

#define RANK(group) (group).thread_rank()

// A warp for each row.
__global__ void rows(const float *in, float *out, int rows, int columns) {
  cg::thread_block block = cg::this_thread_block();
  cg::thread_block_tile<32> warp = cg::tiled_partition<32>(block);
  int row = blockIdx.x * warp.meta_group_size() + warp.meta_group_rank();
  if (row >= rows)
    return;
  const float *from = in + row * columns;
  float sum = 0.0f;
  for (int i = warp.thread_rank(); i < columns; i += warp.size())
    sum += from[i];
  sum = cg::reduce(warp, sum, cg::plus<float>{});
  for (unsigned i = warp.thread_rank(); i < columns; i += warp.num_threads())
    out[row * columns + i] = from[i] - sum / columns;
  if (warp.thread_rank() == 0)
    out[row * columns] += row;
}

__device__ int placeIn(const cg::thread_block_tile<8> &tile) {
  return tile.thread_rank() * 100 + tile.meta_group_rank();
}
__device__ int byValue(cg::thread_block_tile<16> tile, const int *in) {
  int sum = 0;
  for (int i = tile.thread_rank(); i < 50; i += tile.size())
    sum += in[i];
  return sum;
}

__global__ void places(int *out, const int *in, int n) {
  auto block = cg::this_thread_block();
  auto warp = cg::tiled_partition<32>(block);
  auto eight = cg::tiled_partition<8>(warp);
  auto wide = cg::tiled_partition<16>(block);
  cg::thread_block_tile<8> own = cg::tiled_partition<8>(block);
  unsigned thread = block.thread_rank();
  int at = (blockIdx.x + blockIdx.y * gridDim.x) * block.size() + thread;
  if (at >= n)
    return;
  auto rank = [=](int by) { return int(warp.thread_rank()) * by; };
  int value = rank(3) + placeIn(own) + byValue(wide, in) * 7;
  value += eight.meta_group_rank() * 1000 + eight.meta_group_size() * 10000;
  value += RANK(warp) * 5 + RANK(eight);
  if (wide.thread_rank() < 5 && wide.meta_group_rank() != 1)
    value -= in[thread % 50];
  long next = long(warp.thread_rank()) - 40;
  out[at] = value + int(next);
}

__global__ void whole(float *out, const float *in, int n) {
  cg::grid_group grid = cg::this_grid();
  for (unsigned long long i = grid.thread_rank(); i < n; i += grid.size())
    out[i] = in[i] * 2;
  for (int i = grid.thread_rank(); i < n; i += grid.num_threads())
    out[i] += i;
}

__global__ void turned(float *out) {
  __shared__ float tile[96];
  cg::thread_block block = cg::this_thread_block();
  auto warp = cg::tiled_partition<32>(block);
  tile[block.thread_rank()] = block.thread_rank();
  block.sync();
  float other = tile[warp.meta_group_rank() * 32 + 31 - warp.thread_rank()];
  block.sync();
  tile[block.num_threads() - 1 - block.thread_rank()] = other + warp.shfl_xor(other, 1);
  block.sync();
  out[blockIdx.x * 96 + block.thread_rank()] = tile[block.thread_rank()];
}

template <class T> long checksum(const T *values, int count) {
  long sum = 0;
  for (int i = 0; i < count; ++i)
    sum = sum * 31 % 1000000007 + long(values[i] * 8);
  return sum;
}

int main() {
  const int n = 1000, columns = 75, count = 13 * columns;
  float *in, *out;
  int *numbers, *steps;
  cudaMallocManaged(&in, n * sizeof(float));
  cudaMallocManaged(&out, n * sizeof(float));
  cudaMallocManaged(&numbers, n * sizeof(int));
  cudaMallocManaged(&steps, 50 * sizeof(int));
  for (int i = 0; i < n; ++i)
    in[i] = i * 13 % 25, out[i] = 0;
  for (int i = 0; i < 50; ++i)
    steps[i] = i * i;
  rows<<<4, 128>>>(in, out, 13, columns);
  cudaDeviceSynchronize();
  float sum = 0;
  for (int i = 0; i < count; ++i)
    sum += out[i] * (i % 4);
  printf("rows %.2f\n", sum);
  for (dim3 block : {dim3(96), dim3(80), dim3(20), dim3(8, 12), dim3(48, 2), dim3(5, 4, 3)}) {
    for (int i = 0; i < n; ++i)
      numbers[i] = 0;
    places<<<dim3(3, 2), block>>>(numbers, steps, 450);
    cudaDeviceSynchronize();
    printf("places %u %u %u: %ld\n", block.x, block.y, block.z, checksum(numbers, n));
  }
  for (dim3 block : {dim3(64), dim3(33), dim3(16, 4)}) {
    whole<<<dim3(2, 2), block>>>(out, in, n);
    cudaDeviceSynchronize();
    printf("whole %ld\n", checksum(out, n));
  }
  turned<<<2, 96>>>(out);
  turned<<<2, dim3(16, 6)>>>(out + 192);
  cudaDeviceSynchronize();
  printf("turned %ld\n", checksum(out, 384));
  cudaFree(in), cudaFree(out), cudaFree(numbers), cudaFree(steps);
  return 0;
}
