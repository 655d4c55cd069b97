// Memory read through pointers of other types, as CUDA programs do.
#include <cstdio>
#include <cuda_fp16.h>

__global__ void twice(const half *in, half *out, int n) {
  for (int i = threadIdx.x; i < n / 2; i += blockDim.x) {
    half2 pair = reinterpret_cast<const half2 *>(in)[i];
    reinterpret_cast<half2 *>(out)[i] = __hadd2(pair, pair);
  }
}

__global__ void bits(float *x) {
  *x = 1.0f;
  int *word = reinterpret_cast<int *>(x);
  *word += 1 << 23;
  printf("%g\n", *x);
}

int main() {
  half *in, *out;
  float *x;
  cudaMallocManaged(&in, 8 * sizeof(half));
  cudaMallocManaged(&out, 8 * sizeof(half));
  cudaMallocManaged(&x, sizeof(float));
  for (int i = 0; i < 8; ++i)
    in[i] = __float2half(i);
  twice<<<1, 4>>>(in, out, 8);
  bits<<<1, 1>>>(x);
  cudaDeviceSynchronize();
  for (int i = 0; i < 8; ++i)
    printf("%g ", __half2float(out[i]));
  printf("\n");
}
