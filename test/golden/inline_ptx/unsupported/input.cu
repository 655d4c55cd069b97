// What has no translation is reported and ends the launch; host assembly stays as it is.
#include <cstdio>

__device__ void multiply(float (&d)[4], const unsigned (&a)[2], unsigned b) {
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, "
               "{%0, %1, %2, %3};"
               : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
               : "r"(a[0]), "r"(a[1]), "r"(b));
}

__global__ void compute(float *out, bool wide) {
  float d[4] = {1, 2, 3, 4};
  const unsigned a[2] = {0, 0};
  if (wide)
    multiply(d, a, 0);
  out[threadIdx.x] = d[threadIdx.x % 4];
}

unsigned hostPause() {
  unsigned value = 7;
#if defined(__x86_64__)
  asm volatile("addl $1, %0" : "+r"(value) : : "cc");
#else
  ++value;
#endif
  return value;
}

int main() {
  float *out;
  cudaMallocManaged(&out, 4 * sizeof(float));
  compute<<<1, 4>>>(out, false);
  printf("%s %g %u\n", cudaGetErrorName(cudaDeviceSynchronize()), out[3], hostPause());
  compute<<<1, 4>>>(out, true);
  printf("%s\n", cudaGetErrorName(cudaDeviceSynchronize()));
}
