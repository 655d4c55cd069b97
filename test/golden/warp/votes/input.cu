// Votes, ballots, match and reduce of a warp, also with part of the lanes.
#include <cstdio>

#define FULL 0xffffffffu

__global__ void votes(unsigned *out) {
  int lane = threadIdx.x;
  unsigned ballot = __ballot_sync(FULL, lane % 4 == 1);
  int all = __all_sync(FULL, lane < 32), notAll = __all_sync(FULL, lane < 31);
  int any = __any_sync(FULL, lane == 31), notAny = __any_sync(FULL, lane == 32);
  unsigned active = __activemask();
  if (lane == 0) {
    out[0] = ballot;
    out[1] = (all != 0) * 1000 + (notAll != 0) * 100 + (any != 0) * 10 + (notAny != 0);
    out[2] = active;
    out[3] = __popc(ballot) + __ffs(ballot);
  }
}

__global__ void matches(unsigned *out) {
  int lane = threadIdx.x, same = 1;
  unsigned any = __match_any_sync(FULL, lane % 3);
  unsigned all = __match_all_sync(FULL, lane / 32, &same);
  int differ = 1;
  unsigned none = __match_all_sync(FULL, lane, &differ);
  unsigned long long big = 1ull << (32 + lane % 2);
  unsigned wide = __match_any_sync(FULL, big);
  if (lane == 4) {
    out[0] = any;
    out[1] = all;
    out[2] = (same != 0) * 10 + (differ != 0);
    out[3] = none;
    out[4] = wide;
  }
}

__global__ void reduces(unsigned *out) {
  unsigned lane = threadIdx.x;
  unsigned add = __reduce_add_sync(FULL, lane), min = __reduce_min_sync(FULL, lane + 3);
  unsigned max = __reduce_max_sync(FULL, lane * 2), conjunction = __reduce_and_sync(FULL, lane | 64);
  unsigned disjunction = __reduce_or_sync(FULL, lane), exclusive = __reduce_xor_sync(FULL, lane + 1);
  int negative = __reduce_min_sync(FULL, -int(lane));
  if (lane == 7) {
    out[0] = add;
    out[1] = min;
    out[2] = max;
    out[3] = conjunction;
    out[4] = disjunction;
    out[5] = exclusive;
    out[6] = unsigned(-negative);
  }
}

__global__ void halves(unsigned *out) { // each half of the warp goes its own way
  unsigned lane = threadIdx.x;
  if (lane < 16) {
    unsigned mask = 0x0000ffffu;
    unsigned sum = lane;
    for (int offset = 8; offset; offset >>= 1)
      sum += __shfl_xor_sync(mask, sum, offset);
    out[lane] = sum + __popc(__ballot_sync(mask, lane % 2)) * 1000;
  } else {
    unsigned mask = 0xffff0000u;
    __syncwarp(mask);
    out[lane] = __reduce_max_sync(mask, lane) + __shfl_sync(mask, lane, 20) * 1000;
  }
}

__global__ void odd(unsigned *out) { // lanes of a computed mask
  unsigned lane = threadIdx.x;
  unsigned mask = __ballot_sync(FULL, lane % 2);
  if (lane % 2) {
    unsigned leader = __ffs(mask) - 1;
    unsigned rank = __popc(mask & ((1u << lane) - 1));
    unsigned start = 0;
    if (lane == leader)
      start = atomicAdd(out, (unsigned)__popc(mask));
    start = __shfl_sync(mask, start, leader);
    out[1 + start + rank] = lane;
  }
}

__global__ void shortWarp(unsigned *out) { // the second warp has ten threads
  if (threadIdx.x >= 32) {
    unsigned mask = __activemask();
    unsigned sum = __reduce_add_sync(0x3ffu, threadIdx.x);
    if (threadIdx.x == 41) {
      out[0] = mask;
      out[1] = sum;
    }
  }
}

static void show(const char *name, const unsigned *device, int n) {
  unsigned host[8];
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s:", name);
  for (int i = 0; i < n; ++i)
    printf(" %x", host[i]);
  printf("\n");
}

int main() {
  unsigned *device;
  cudaMalloc(&device, 64 * sizeof(unsigned));
  votes<<<1, 32>>>(device);
  show("votes", device, 4);
  matches<<<1, 32>>>(device);
  show("matches", device, 5);
  reduces<<<1, 32>>>(device);
  show("reduces", device, 7);
  halves<<<1, 32>>>(device);
  show("halves", device + 15, 2);
  cudaMemset(device, 0, 64 * sizeof(unsigned));
  odd<<<1, 32>>>(device);
  show("odd", device, 4);
  shortWarp<<<1, 42>>>(device);
  show("short warp", device, 2);
  cudaFree(device);
}
