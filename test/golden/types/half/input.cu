// fp16: conversions, arithmetic, comparison, pairs, intrinsics, and host use.
#include <cstdio>
#include <cuda_fp16.h>

__global__ void scalar(float *out) {
  __half a = __float2half(1.5f), b = __int2half_rn(2);
  half c = a;
  c += b;
  out[0] = __half2float(a + b);
  out[1] = __half2float(__hmul(a, b));
  out[2] = float(a - b);
  out[3] = __half2float(__hfma(a, b, c));
  out[4] = a < b ? 1.0f : 0.0f;
  out[5] = __hgt(a, b) ? 1.0f : 0.0f;
  out[6] = __half2float(__hdiv(b, __float2half(4.0f)));
  out[7] = __half2float(hsqrt(__float2half(2.25f)));
  out[8] = __half2float(__float2half(2049.0f)); // eleven bits: rounds to even
  out[9] = __half2int_rz(__float2half(-2.75f));
  out[10] = __half2float(__float2half(70000.0f)) > 65504.0f;
  out[11] = __half_as_ushort(__float2half(1.0f));
  out[12] = __half2float(__ushort_as_half(0x3800));
  out[13] = __hisnan(__hdiv(__float2half(0.0f), __float2half(0.0f))) ? 1.0f : 0.0f;
  out[14] = __half2float(__hneg(__habs(__float2half(-3.0f))));
}

__global__ void pairs(float2 *out) {
  __half2 a = __floats2half2_rn(1.0f, 2.0f), b = __half2half2(__float2half(0.5f));
  out[0] = __half22float2(__hadd2(a, b));
  out[1] = __half22float2(__hmul2(a, b));
  out[2] = __half22float2(__hfma2(a, b, a));
  out[3] = __half22float2(a * b - a);
  out[4] = make_float2(__low2float(a), __high2float(a));
  out[5] = __half22float2(__lowhigh2highlow(a));
  out[6] = make_float2(__hbeq2(a, a), __hbeq2(a, b));
  out[7] = __half22float2(__halves2half2(__high2half(a), __low2half(a)));
}

int main() {
  float host[15], *device;
  float2 pairHost[8], *pairDevice;
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&pairDevice, sizeof(pairHost));
  scalar<<<1, 1>>>(device);
  pairs<<<1, 1>>>(pairDevice);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(pairHost, pairDevice, sizeof(pairHost), cudaMemcpyDeviceToHost);
  for (float value : host)
    printf("%g ", value);
  printf("\n");
  for (float2 value : pairHost)
    printf("(%g %g) ", value.x, value.y);
  printf("\n%g %zu %zu\n", __half2float(__float2half(0.25f)), sizeof(__half), sizeof(__half2));
  cudaFree(device);
  cudaFree(pairDevice);
}
