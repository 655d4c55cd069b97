// Clocks go forward; nanosleep and the time fences exist.
#include <cstdio>

__global__ void measure(int *out) {
  long long start = clock64();
  clock_t coarse = clock();
  volatile int work = 0;
  for (int i = 0; i < 1000; ++i)
    work = work + i;
  __nanosleep(100);
  out[0] = clock64() > start;
  out[1] = work;
  out[2] = clock() != coarse;
}

int main() {
  int host[3], *device;
  cudaMalloc(&device, sizeof(host));
  measure<<<1, 1>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[2]);
  cudaFree(device);
}
