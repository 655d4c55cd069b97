// SIMD in a word, conversions to and from 8-bit floating point, roundings of bfloat16: what Ascend C
// lacks comes from Sampan's headers.
#include <cuda_bf16.h>
#include <cuda_fp8.h>
#include <cuda_runtime.h>

#include <cstdio>

__global__ void lanes(unsigned *out, unsigned a, unsigned b) {
  out[0] = __vmaxs4(a, b);
  out[1] = __vabsdiffu2(a, b);
  out[2] = __vcmpgtu4(a, b);
  out[3] = __vsadu4(a, b);
  out[4] = __vaddss2(a, b);
}

__global__ void narrow(unsigned *out, const float *in, int n) {
  int i = threadIdx.x;
  if (i >= n)
    return;
  unsigned e4m3 = __nv_cvt_float_to_fp8(in[i], __NV_SATFINITE, __NV_E4M3);
  unsigned e5m2 = __nv_cvt_float_to_fp8(in[i], __NV_NOSAT, __NV_E5M2);
  int nearest = __bfloat162int_rn(__float2bfloat16(in[i]));
  out[i] = e4m3 << 24 | e5m2 << 16 | (nearest & 0xffff);
}

int main() {
  const float values[4] = {0.75f, -2.5f, 1000.0f, 0.002f};
  unsigned host[8], *out;
  float *in;
  cudaMalloc(&out, sizeof host);
  cudaMalloc(&in, sizeof values);
  cudaMemcpy(in, values, sizeof values, cudaMemcpyHostToDevice);
  lanes<<<1, 1>>>(out, 0x80017fffu, 0x01ff8003u);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%08x %08x %08x %u %08x\n", host[0], host[1], host[2], host[3], host[4]);
  narrow<<<1, 32>>>(out, in, 4);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%08x %08x %08x %08x\n", host[0], host[1], host[2], host[3]);
}
