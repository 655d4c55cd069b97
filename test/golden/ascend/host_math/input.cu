// Host code calls what CUDA's math library adds to the C library's, in both precisions.
#include <cuda_runtime.h>

#include <cstdio>

__global__ void roots(float *x) { x[threadIdx.x] = rsqrtf(x[threadIdx.x]); }

static double reference(double x) { return rsqrt(x) + rcbrt(8 * x) + normcdf(x - 4.0); }

int main() {
  float host[32], *device, sine, cosine;
  for (int i = 0; i < 32; ++i)
    host[i] = i + 1.0f;
  cudaMalloc(&device, sizeof host);
  cudaMemcpy(device, host, sizeof host, cudaMemcpyHostToDevice);
  roots<<<1, 32>>>(device);
  cudaMemcpy(host, device, sizeof host, cudaMemcpyDeviceToHost);
  sincospif(0.5f, &sine, &cosine);
  printf("%.4f %.4f %.4f\n", host[3], rsqrtf(4.0f), reference(1));
  printf("%.4f %.4f %.4f %.4f\n", sine, cosine, erfinv(0.5), norm3df(2, 3, 6));
  printf("%.4f %.4f %.1f\n", sinpi(1.0f / 6), erfcxf(2), fdividef(1, max(2.0f, 1.0f)));
}
