// Warp collectives where threads part, in functions that kernels call, and in blocks of several
// warps; all of it runs as loops over the threads and is checked against the host.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cstdio>

namespace cg = cooperative_groups;

static int failures = 0;
static void check(const char *what, double got, double wanted) {
  if (got != wanted) {
    ++failures;
    printf("%s: %g, not %g\n", what, got, wanted);
  }
}

template <typename T> __device__ T warpSum(T value) {
#pragma unroll
  for (int offset = 16; offset > 0; offset >>= 1)
    value += __shfl_xor_sync(0xffffffff, value, offset, 32);
  return value;
}

template <typename T> __device__ T blockSum(T value) {
  static __shared__ T sums[32];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  value = warpSum<T>(value);
  if (lane == 0)
    sums[warp] = value;
  __syncthreads();
  value = threadIdx.x < blockDim.x / 32 ? sums[lane] : T(0);
  if (warp == 0)
    value = warpSum(value);
  return value;
}

__device__ void greatest(int &value, int &place) { // both are the caller's
  for (int offset = 16; offset; offset /= 2) {
    int other = __shfl_down_sync(~0u, value, offset), at = __shfl_down_sync(~0u, place, offset);
    if (other > value) {
      value = other;
      place = at;
    }
  }
}

__global__ void sums(const int *in, int *out, double *half) {
  int total = blockSum(in[threadIdx.x]);
  double halves = blockSum(in[threadIdx.x] * 0.5);
  if (threadIdx.x == 0) {
    out[0] = total;
    half[0] = halves;
  }
}

__global__ void places(const int *in, int *out) {
  int value = in[threadIdx.x], place = threadIdx.x;
  greatest(value, place);
  if (threadIdx.x % 32 == 0)
    out[threadIdx.x / 32] = value * 1000 + place;
}

__global__ void prefix(const int *in, int *out, int width) {
  int lane = threadIdx.x % width, value = in[threadIdx.x];
  for (int step = 1; step < width; step *= 2) {
    int before = __shfl_up_sync(~0u, value, step, width);
    if (lane >= step)
      value += before;
  }
  out[threadIdx.x] = value;
}

__global__ void rounds(const int *in, int *out, int n) { // each warp has rounds of its own
  int lane = threadIdx.x % 32, sum = 0;
  for (int row = threadIdx.x / 32; row < n; row += 3) {
    if (row == 4)
      continue;
    int value = warpSum(in[row * 32 + lane]);
    if (__any_sync(~0u, value > 2000))
      break;
    sum += value;
  }
  out[threadIdx.x] = sum;
}

__global__ void leaving(const int *in, int *out, int n) { // whole warps, and parts of one
  int i = threadIdx.x;
  if (i >= n)
    return;
  unsigned odd = __ballot_sync(0xffffu, in[i] & 1);
  if (in[i] & 1) {
    out[i] = __popc(odd) + __shfl_sync(odd, i, __ffs(odd) - 1) * 100;
    return;
  }
  out[i] = -1;
}

__global__ void chosen(const int *in, int *out) {
  int i = threadIdx.x, value = in[i];
  int other = i / 32 == 1 ? __shfl_xor_sync(~0u, value, 1) : 0;
  if (i >= 32 && __all_sync(~0u, value >= 0))
    other += 1000;
  out[i] = other;
}

__global__ void tiles(const int *in, int *out) {
  cg::thread_block block = cg::this_thread_block();
  auto tile = cg::tiled_partition<8>(block);
  int sum = cg::reduce(tile, in[threadIdx.x], cg::plus<int>());
  sum += tile.shfl(sum, 0) + 1000 * tile.any(in[threadIdx.x] == 5);
  block.sync();
  out[block.thread_rank()] = sum;
}

__global__ void gathered(const int *in, int *out, int *count) {
  if (in[threadIdx.x] % 3 == 0) {
    auto group = cg::coalesced_threads();
    int from = 0;
    if (group.thread_rank() == 0)
      from = atomicAdd(count, (int)group.size());
    out[group.shfl(from, 0) + group.thread_rank()] = 1;
  }
}

__device__ void lastSteps(volatile int *s, int t) {
  s[t] += s[t + 16];
  s[t] += s[t + 8];
  s[t] += s[t + 4];
  s[t] += s[t + 2];
  s[t] += s[t + 1];
}

__global__ void lockStep(const int *in, int *out) {
  __shared__ int s[64];
  int t = threadIdx.x;
  s[t] = in[t];
  __syncthreads();
  if (t < 32) {
    s[t] += s[t + 32];
    __syncwarp();
    lastSteps(s, t);
  }
  if (t == 0)
    out[0] = s[0];
}

int main() {
  const int n = 256;
  int *in, *out, *count;
  double *half;
  cudaMallocManaged(&in, n * sizeof(int));
  cudaMallocManaged(&out, n * sizeof(int));
  cudaMallocManaged(&count, sizeof(int));
  cudaMallocManaged(&half, sizeof(double));
  for (int i = 0; i < n; ++i)
    in[i] = i * 37 % 101;
  for (int size = 32; size <= n; size *= 2) {
    int total = 0;
    for (int i = 0; i < size; ++i)
      total += in[i];
    sums<<<1, size>>>(in, out, half);
    cudaDeviceSynchronize();
    check("sum", out[0], total);
    check("half", half[0], total * 0.5);
  }
  places<<<1, 96>>>(in, out);
  cudaDeviceSynchronize();
  for (int warp = 0; warp < 3; ++warp) {
    int best = warp * 32;
    for (int i = best; i < (warp + 1) * 32; ++i)
      best = in[i] > in[best] ? i : best;
    check("place", out[warp], in[best] * 1000 + best);
  }
  for (int width = 2; width <= 32; width *= 2) {
    prefix<<<1, 64>>>(in, out, width);
    cudaDeviceSynchronize();
    for (int i = 0, sum = 0; i < 64; ++i) {
      sum = i % width ? sum + in[i] : in[i];
      check("prefix", out[i], sum);
    }
  }
  rounds<<<1, 96>>>(in, out, 8);
  cudaDeviceSynchronize();
  for (int i = 0; i < 96; ++i) {
    int sum = 0;
    for (int row = i / 32; row < 8; row += 3) {
      int value = 0;
      for (int lane = 0; lane < 32; ++lane)
        value += in[row * 32 + lane];
      if (row != 4)
        sum += value;
    }
    check("rounds", out[i], sum);
  }
  leaving<<<1, 64>>>(in, out, 16);
  cudaDeviceSynchronize();
  int odd = 0, first = -1;
  for (int i = 15; i >= 0; --i)
    if (in[i] & 1) {
      ++odd;
      first = i;
    }
  for (int i = 0; i < 16; ++i)
    check("leaving", out[i], in[i] & 1 ? odd + first * 100 : -1);
  chosen<<<1, 64>>>(in, out);
  cudaDeviceSynchronize();
  for (int i = 0; i < 64; ++i)
    check("chosen", out[i], i < 32 ? 0 : in[i ^ 1] + 1000);
  tiles<<<1, 48>>>(in, out);
  cudaDeviceSynchronize();
  for (int i = 0; i < 48; ++i) {
    int sum = 0, five = 0;
    for (int k = i / 8 * 8; k < i / 8 * 8 + 8; ++k) {
      sum += in[k];
      five |= in[k] == 5;
    }
    check("tiles", out[i], 2 * sum + 1000 * five);
  }
  *count = 0;
  for (int i = 0; i < n; ++i)
    out[i] = 0;
  gathered<<<1, 128>>>(in, out, count);
  cudaDeviceSynchronize();
  int thirds = 0, stored = 0;
  for (int i = 0; i < 128; ++i) {
    thirds += in[i] % 3 == 0;
    stored += out[i];
  }
  check("gathered", *count, thirds);
  check("stored", stored, thirds);
  lockStep<<<1, 64>>>(in, out);
  cudaDeviceSynchronize();
  int total = 0;
  for (int i = 0; i < 64; ++i)
    total += in[i];
  check("lock-step", out[0], total);
  printf("%d failures\n", failures);
  return failures;
}
