// Lanes of a warp: shuffles with predicates, votes, matches, predicated code and branches.
#include <cstdio>

/// Inclusive sum over the warp; the predicate says whether the source lane is there.
__device__ int scan(int value) {
  for (int delta = 1; delta < 32; delta *= 2)
    asm volatile("{\n"
                 "  .reg .s32 r0;\n"
                 "  .reg .pred p;\n"
                 "  shfl.sync.up.b32 r0|p, %0, %1, 0, 0xffffffff;\n"
                 "  @p add.s32 r0, r0, %0;\n"
                 "  @p mov.s32 %0, r0;\n"
                 "}"
                 : "+r"(value)
                 : "r"(delta));
  return value;
}

__device__ float exchange(float x) {
  float y;
  asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=f"(y) : "f"(x), "r"(1));
  return y;
}

__global__ void lanes(int *out) {
  int lane = threadIdx.x;
  unsigned ballot, same;
  asm volatile("{ .reg .pred p; setp.lt.s32 p, %1, 5; vote.sync.ballot.b32 %0, p, 0xffffffff; }"
               : "=r"(ballot)
               : "r"(lane));
  asm volatile("match.any.sync.b32 %0, %1, %2;" : "=r"(same) : "r"(lane / 8), "r"(0xffffffffu));
  int steps = lane, count = 0;
  asm("{\n"
      "  .reg .pred done;\n"
      "AGAIN_%=:\n"
      "  setp.le.s32 done, %0, 1;\n"
      "  @done bra END_%=;\n"
      "  shr.s32 %0, %0, 1;\n"
      "  add.s32 %1, %1, 1;\n"
      "  bra AGAIN_%=;\n"
      "END_%=:\n"
      "}"
      : "+r"(steps), "+r"(count));
  out[5 * lane] = scan(lane);
  out[5 * lane + 1] = (int)exchange(lane * 2.0f);
  out[5 * lane + 2] = ballot;
  out[5 * lane + 3] = same;
  out[5 * lane + 4] = count;
}

__global__ void leave(int *out) {
  if (threadIdx.x > 2)
    asm("exit;");
  out[threadIdx.x] = -1;
}

int main() {
  int *out;
  cudaMallocManaged(&out, 160 * sizeof(int));
  lanes<<<1, 32>>>(out);
  cudaDeviceSynchronize();
  for (int i : {0, 1, 9, 31})
    printf("%d %d %x %x %d\n", out[5 * i], out[5 * i + 1], out[5 * i + 2], out[5 * i + 3],
           out[5 * i + 4]);
  for (int i = 0; i < 4; ++i)
    out[i] = i;
  leave<<<1, 32>>>(out);
  cudaDeviceSynchronize();
  printf("%d %d %d %d\n", out[0], out[1], out[2], out[3]);
}
