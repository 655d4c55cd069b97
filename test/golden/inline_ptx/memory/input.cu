// Loads, stores, atomics, fences, asynchronous copies and 32-bit shared addresses.
#include <cstdio>
#include <stdint.h>

__device__ __forceinline__ uint4 loadStreaming(const uint4 *p) {
  uint4 v;
  asm volatile("ld.global.nc.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w)
               : "l"(p));
  return v;
}

__device__ __forceinline__ void storeRelease(int *flag, int value) {
  asm volatile("st.release.gpu.global.s32 [%0], %1;" ::"l"(flag), "r"(value) : "memory");
}

__device__ __forceinline__ int loadAcquire(const int *flag) {
  int value;
  asm volatile("ld.acquire.gpu.global.s32 %0, [%1];" : "=r"(value) : "l"(flag) : "memory");
  return value;
}

#define COPY_ASYNC(to, from, bytes)                                                                \
  asm volatile("cp.async.cg.shared.global [%0], [%1], %2;\n" ::"r"(to), "l"(from), "n"(bytes))

__device__ __forceinline__ uint32_t sharedAddress(const void *p) {
  uint32_t address;
  asm("{ .reg .u64 wide; cvta.to.shared.u64 wide, %1; cvt.u32.u64 %0, wide; }"
      : "=r"(address)
      : "l"(p));
  return address;
}

__global__ void sumBlock(const uint4 *in, unsigned *out, int *flag) {
  __shared__ uint4 kept[64];
  extern __shared__ unsigned dynamic[];
  unsigned i = threadIdx.x;
  uint32_t at = sharedAddress(&kept[i]);
  COPY_ASYNC(at, &in[i], 16);
  asm volatile("cp.async.commit_group;\n" ::);
  asm volatile("cp.async.wait_group %0;\n" ::"n"(0));
  uint32_t other = static_cast<uint32_t>(__cvta_generic_to_shared(dynamic + i));
  asm volatile("st.shared.u32 [%0], %1;" ::"r"(other), "r"(i));
  asm volatile("bar.sync 0;");
  unsigned y, mine;
  asm volatile("ld.shared.u32 %0, [%1+4];" : "=r"(y) : "r"(at));
  asm volatile("ld.shared.b32 %0, [%1];" : "=r"(mine) : "r"(sharedAddress(&dynamic[63 - i])));
  uint4 v = loadStreaming(in + i);
  asm volatile("red.global.add.u32 [%0], %1;" ::"l"(out), "r"(y + mine + v.z));
  unsigned old;
  asm volatile("atom.global.max.u32 %0, [%1 + 4], %2;" : "=r"(old) : "l"(out), "r"(i));
  asm volatile("membar.gl;");
  if (i == 0)
    storeRelease(flag, 7);
  asm volatile("bar.sync 0;");
  if (i == 1)
    out[2] = loadAcquire(flag);
}

int main() {
  uint4 *in;
  unsigned *out;
  int *flag;
  cudaMallocManaged(&in, 64 * sizeof(uint4));
  cudaMallocManaged(&out, 3 * sizeof(unsigned));
  cudaMallocManaged(&flag, sizeof(int));
  for (unsigned i = 0; i < 64; ++i)
    in[i] = make_uint4(i, 2 * i, 3 * i, 4 * i);
  out[0] = out[1] = 0;
  sumBlock<<<1, 64, 64 * sizeof(unsigned)>>>(in, out, flag);
  printf("%s\n", cudaGetErrorName(cudaDeviceSynchronize()));
  printf("%u %u %u\n", out[0], out[1], out[2]);
}
