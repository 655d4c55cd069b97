// bf16: conversions, arithmetic, comparison, pairs.
#include <cstdio>
#include <cuda_bf16.h>

__global__ void run(float *out, float2 *pairs) {
  __nv_bfloat16 a = __float2bfloat16(1.5f), b = __float2bfloat16(2.0f);
  nv_bfloat16 c = a;
  c *= b;
  out[0] = __bfloat162float(a + b);
  out[1] = __bfloat162float(c);
  out[2] = float(__hfma(a, b, c));
  out[3] = a < b ? 1.0f : 0.0f;
  out[4] = __bfloat162float(__float2bfloat16(257.0f)); // eight bits: rounds to even
  out[5] = __bfloat162float(__float2bfloat16(1e38f)) > 9e37f;
  out[6] = __bfloat16_as_ushort(__float2bfloat16(1.0f));
  out[7] = __bfloat162float(__float2bfloat16_rz(1.999f));
  __nv_bfloat162 p = __floats2bfloat162_rn(1.0f, -2.0f), q = __bfloat162bfloat162(b);
  pairs[0] = __bfloat1622float2(__hadd2(p, q));
  pairs[1] = __bfloat1622float2(__hmul2(p, q));
  pairs[2] = make_float2(__low2float(p), __high2float(p));
}

int main() {
  float host[8], *device;
  float2 pairs[3], *devicePairs;
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&devicePairs, sizeof(pairs));
  run<<<1, 1>>>(device, devicePairs);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(pairs, devicePairs, sizeof(pairs), cudaMemcpyDeviceToHost);
  for (float value : host)
    printf("%g ", value);
  for (float2 value : pairs)
    printf("(%g %g) ", value.x, value.y);
  printf("\n");
  cudaFree(device);
  cudaFree(devicePairs);
}
