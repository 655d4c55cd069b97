// Half precision: types and functions of Ascend C, with other names for pairs.
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <cstdio>

__global__ void convert(const float *in, __half *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = __float2half(in[i]);
}

__global__ void pairs(const __half2 *a, __half2 *b, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  __half2 two = __float2half2_rn(2.0f);
  b[i] = __hfma2(a[i], two, __hadd2(a[i], b[i]));
}

__global__ void widen(const __half *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = __half2float(__hmul(in[i], in[i]));
}

int main() {
  const int n = 64;
  float host[n], *values;
  __half *a, *b;
  for (int i = 0; i < n; ++i)
    host[i] = 0.5f * i;
  cudaMalloc(&values, sizeof host);
  cudaMalloc(&a, n * sizeof(__half));
  cudaMalloc(&b, n * sizeof(__half));
  cudaMemset(b, 0, n * sizeof(__half));
  cudaMemcpy(values, host, sizeof host, cudaMemcpyHostToDevice);
  convert<<<1, n>>>(values, a, n);
  pairs<<<1, n / 2>>>((const __half2 *)a, (__half2 *)b, n / 2);
  widen<<<1, n>>>(b, values, n);
  cudaMemcpy(host, values, sizeof host, cudaMemcpyDeviceToHost);
  printf("%g %g %g %g\n", host[0], host[1], host[2], host[63]);
}
