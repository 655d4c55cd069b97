// Scans of tiles and of the threads that took a branch, with operations of the library and of the
// program, in blocks whose last tile is not whole.
#include <cooperative_groups.h>
#include <cooperative_groups/scan.h>
#include <cstdio>

namespace cg = cooperative_groups;

constexpr int threads = 44, tileSize = 8;

struct Last { // not the same when its arguments change places
  __device__ int operator()(int a, int b) const { return (a * 2 + b) % 1000; }
};

__global__ void tiles(const int *in, int *out) {
  auto tile = cg::tiled_partition<tileSize>(cg::this_thread_block());
  const int t = threadIdx.x, value = in[t];
  out[t] = cg::inclusive_scan(tile, value);
  out[threads + t] = cg::exclusive_scan(tile, value);
  out[2 * threads + t] = cg::inclusive_scan(tile, value, cg::greater<int>());
  out[3 * threads + t] = cg::exclusive_scan(tile, value, cg::less<int>());
  out[4 * threads + t] = cg::inclusive_scan(tile, value, Last());
}

__global__ void branches(const int *in, int *out) {
  const int t = threadIdx.x, value = in[t];
  out[t] = -1;
  if (value % 3 == 0) {
    auto here = cg::coalesced_threads();
    out[t] = cg::exclusive_scan(here, value, cg::plus<int>());
    out[threads + t] += cg::inclusive_scan(here, 1);
  }
}

/// Of a group of unknown size.
template <typename Group> __device__ int place(const Group &group, bool wanted) {
  return cg::exclusive_scan(group, wanted ? 1 : 0, cg::plus<int>());
}
__global__ void compacted(const int *in, int *out) {
  auto warp = cg::tiled_partition<32>(cg::this_thread_block());
  const int t = threadIdx.x;
  const int to = place(warp, in[t] > 4);
  if (in[t] > 4)
    out[t / 32 * 32 + to] = in[t];
}

int main() {
  int *in, *out, wrong = 0;
  cudaMallocManaged(&in, threads * sizeof(int));
  cudaMallocManaged(&out, 8 * threads * sizeof(int));
  for (int t = 0; t < threads; ++t)
    in[t] = t * 7 % 11;
  for (int i = 0; i < 8 * threads; ++i)
    out[i] = 0;
  tiles<<<1, threads>>>(in, out);
  branches<<<1, threads>>>(in, out + 5 * threads);
  compacted<<<1, threads>>>(in, out + 7 * threads);
  cudaDeviceSynchronize();
  int sum = 0, most = 0, least = 0, last = 0, before = 0, count = 0, kept = 0;
  for (int t = 0; t < threads; ++t) {
    const int value = in[t], first = t % tileSize == 0;
    wrong += out[threads + t] != (first ? 0 : sum);
    wrong += out[3 * threads + t] != (first ? 2147483647 : least);
    sum = first ? value : sum + value;
    most = first || value > most ? value : most;
    least = first || value < least ? value : least;
    last = first ? value : (last * 2 + value) % 1000;
    wrong += (out[t] != sum) + (out[2 * threads + t] != most) + (out[4 * threads + t] != last);
    if (t % 32 == 0)
      before = count = kept = 0;
    const bool taken = value % 3 == 0;
    wrong += out[5 * threads + t] != (taken ? before : -1);
    count += taken;
    wrong += out[6 * threads + t] != (taken ? count : 0);
    before += taken ? value : 0;
    if (value > 4)
      wrong += out[7 * threads + t / 32 * 32 + kept++] != value;
  }
  std::printf("%d wrong\n", wrong);
  cudaFree(in);
  cudaFree(out);
}
