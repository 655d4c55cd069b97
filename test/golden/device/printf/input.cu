// printf in kernels: formats, arguments, return value, order within a thread.
#include <cstdio>

__device__ void report(const char *what, double value) { printf("%s = %.3f\n", what, value); }

__global__ void speak(int n) {
  if (blockIdx.x != 1 || threadIdx.x != 2)
    return;
  printf("thread %u of %u in block %u of %u\n", threadIdx.x, blockDim.x, blockIdx.x, gridDim.x);
  printf("%d %5d|%-5d|%05d %x %c %s %%\n", n, n, n, n, 255, 'z', "text");
  printf("%lld %llu %zu\n", -1ll, 1ull << 63, sizeof(double));
  printf("%f %e %g\n", 1.5, 12345.678, 0.0001);
  report("value", 2.0f / 3);
  int count = printf("plain\n");
  printf("%s\n", count > 0 ? "counted" : "failed");
}

int main() {
  printf("before\n");
  speak<<<2, 4>>>(42);
  cudaDeviceSynchronize();
  printf("after\n");
}
