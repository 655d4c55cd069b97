// Integer, bit and floating-point instructions with the results that PTX defines.
#include <cstdio>
#include <cstring>

__device__ unsigned bfe(unsigned a, unsigned from, unsigned length) {
  unsigned result;
  asm("bfe.u32 %0, %1, %2, %3;" : "=r"(result) : "r"(a), "r"(from), "r"(length));
  return result;
}

__device__ int selectPositive(int a, int b, float by) {
  int result;
  asm("{ .reg .pred p;\n\t"
      "setp.ge.f32 p, %3, 0f00000000;\n\t"
      "selp.b32 %0, %1, %2, p; }"
      : "=r"(result)
      : "r"(a), "r"(b), "f"(by));
  return result;
}

__device__ unsigned swapHalves(unsigned x) {
  asm("{.reg .b16 low, high;\n"
      " mov.b32 {low, high}, %0;\n"
      " mov.b32 %0, {high, low};}"
      : "+r"(x));
  return x;
}

__device__ void integers(long long *out) {
  unsigned x = 0xdeadbeef, r;
  unsigned long long wide;
  int s;
  asm("lop3.b32 %0, %1, %2, %3, 0xca;" : "=r"(r) : "r"(x), "r"(0xffff0000u), "r"(0x12345678u));
  out[0] = r;
  asm("bfind.u32 %0, %1;" : "=r"(r) : "r"(x >> 7));
  out[1] = r;
  asm("mul.wide.u32 %0, %1, %2;" : "=l"(wide) : "r"(x), "r"(x));
  out[2] = wide;
  asm("mul.hi.s32 %0, %1, %2;" : "=r"(s) : "r"(x), "r"(1000));
  out[3] = s;
  asm("vabsdiff4.u32.u32.u32.add %0, %1, %2, %3;" : "=r"(r) : "r"(x), "r"(0x01020304), "r"(0));
  out[4] = r;
  asm("prmt.b32 %0, %1, %2, 0x7531;" : "=r"(r) : "r"(x), "r"(0x01020304));
  out[5] = r;
  asm("shf.l.wrap.b32 %0, %1, %1, 8;" : "=r"(r) : "r"(x));
  out[6] = r;
  asm("shl.b32 %0, %1, %2;" : "=r"(r) : "r"(x), "r"(40));
  out[7] = r;
  asm("bfi.b32 %0, %1, %2, 8, 16;" : "=r"(r) : "r"(x), "r"(0));
  out[8] = r;
  asm("dp4a.u32.u32 %0, %1, %2, %3;" : "=r"(r) : "r"(x), "r"(0x01010101), "r"(5));
  out[9] = r;
  asm("vshr.u32.u32.u32.clamp.add %0, %1, %2, %3;" : "=r"(r) : "r"(x), "r"(4u), "r"(7u));
  out[10] = r;
  out[11] = bfe(x, 4, 12);
  out[12] = selectPositive(1, 2, 0.5f) * 10 + selectPositive(1, 2, -0.5f);
  out[13] = swapHalves(x);
  asm("add.sat.s32 %0, %1, %2;" : "=r"(s) : "r"(0x7fffffff), "r"(5));
  out[14] = s;
  asm("cvt.rni.sat.u8.f32 %0, %1;" : "=r"(s) : "f"(300.5f));
  out[15] = s;
}

__device__ void reals(float *out) {
  float x = 3.0f, r;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x));
  out[0] = r;
  asm("lg2.approx.f32 %0, %1;" : "=f"(r) : "f"(8.0f));
  out[1] = r;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(4.0f));
  out[2] = r;
  asm("fma.rn.f32 %0, %1, %2, %3;" : "=f"(r) : "f"(x), "f"(x), "f"(0.5f));
  out[3] = r;
  asm("min.f32 %0, %1, 0f3F800000;" : "=f"(r) : "f"(x));
  out[4] = r;
  asm("add.rz.f32 %0, %1, %2;" : "=f"(r) : "f"(1.0f), "f"(1e-9f));
  out[5] = r;
  unsigned bits;
  asm("mov.b32 %0, %1;" : "=r"(bits) : "f"(1.0f));
  out[6] = bits == 0x3f800000u;
  unsigned short half = 0x3c00;
  asm("{add.f16 %0, %0, %0;}" : "+h"(half));
  asm("cvt.f32.f16 %0, %1;" : "=f"(out[7]) : "h"(half));
}

__global__ void compute(long long *integer, float *real) {
  integers(integer);
  reals(real);
}

int main() {
  long long *integer;
  float *real;
  cudaMallocManaged(&integer, 16 * sizeof(long long));
  cudaMallocManaged(&real, 8 * sizeof(float));
  compute<<<1, 1>>>(integer, real);
  cudaDeviceSynchronize();
  for (int i = 0; i < 16; ++i)
    printf("%d: %llx\n", i, integer[i]);
  for (int i = 0; i < 8; ++i)
    printf("%d: %g\n", i, real[i]);
}
