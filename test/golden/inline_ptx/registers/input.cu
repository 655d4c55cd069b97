// Special registers, in the spellings that programs use: functions, macros, operands by name.
#include <cstdio>

__device__ __forceinline__ unsigned laneId() {
  unsigned lane;
  asm volatile("mov.u32 %0, %%laneid;" : "=r"(lane));
  return lane;
}

__device__ int warpId() {
  int warp;
  asm("mov.u32 %[warp], %%warpid;" : [warp] "=r"(warp));
  return warp;
}

#define LANE_MASK_LT(result)                                                                       \
  asm("mov.u32 %0, %%lanemask_lt;" : "=r"(result))

template <class T> __device__ T threadOfGrid() {
  T result;
  asm("{\n"
      "  .reg .u32 block, size, thread;\n"
      "  mov.u32 block, %%ctaid.x;\n"
      "  mov.u32 size, %%ntid.x;\n"
      "  mov.u32 thread, %%tid.x;\n"
      "  mad.lo.u32 %0, block, size, thread;\n"
      "}"
      : "=r"(result));
  return result;
}

__global__ void registers(unsigned *out) {
  unsigned below;
  LANE_MASK_LT(below);
  unsigned i = threadOfGrid<unsigned>();
  asm volatile("" ::: "memory");
  if (below == 0)
    asm("mov.u32 %0, %%nctaid.x;" : "=r"(out[3 * i + 2]));
  else
    out[3 * i + 2] = below;
  out[3 * i] = laneId();
  out[3 * i + 1] = warpId();
}

__global__ void clocks(int *ok) {
  unsigned long long first, second, timer;
  asm volatile("mov.u64 %0, %%clock64;" : "=l"(first));
  asm volatile("mov.u64 %0, %globaltimer;" : "=l"(timer));
  asm volatile("mov.u64 %0, %%clock64;" : "=l"(second));
  unsigned size;
  asm("mov.u32 %0, %%dynamic_smem_size;" : "=r"(size));
  *ok = second >= first && timer != 0 && size == 48;
}

int main() {
  unsigned *out;
  cudaMallocManaged(&out, 128 * 3 * sizeof(unsigned));
  registers<<<2, 64>>>(out);
  cudaDeviceSynchronize();
  for (int i : {0, 1, 31, 32, 63, 64, 100})
    printf("%d: lane %u warp %u mask %x\n", i, out[3 * i], out[3 * i + 1], out[3 * i + 2]);
  int *ok;
  cudaMallocManaged(&ok, sizeof(int));
  clocks<<<1, 1, 48>>>(ok);
  cudaDeviceSynchronize();
  printf("clocks %d\n", *ok);
}
