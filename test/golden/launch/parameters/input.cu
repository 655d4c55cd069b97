// Parameters are by value and per thread: a kernel may change them, and large structs, const values
// and unnamed parameters work.
#include <cstdio>

struct Big {
  int values[100];
  float weight;
};

struct alignas(16) Aligned {
  double a, b;
};

__global__ void countDown(int *out, int n) {
  out += threadIdx.x;
  n += threadIdx.x;
  int steps = 0;
  while (n-- > 0)
    ++steps;
  *out = steps;
}

__global__ void sum(int *out, const Big big, Aligned pair, float) {
  int total = 0;
  for (int i = 0; i < 100; ++i)
    total += big.values[i];
  pair.a += threadIdx.x; // this thread's copy
  out[threadIdx.x] = total + int(big.weight * pair.a + pair.b);
}

int main() {
  int *device, host[4];
  cudaMalloc(&device, sizeof(host));
  countDown<<<1, 4>>>(device, 10);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[2], host[3]);
  Big big;
  for (int i = 0; i < 100; ++i)
    big.values[i] = i;
  big.weight = 2.0f;
  sum<<<1, 4>>>(device, big, Aligned{1.0, 0.5}, 0.0f);
  big.weight = 100.0f; // after the launch: no effect
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[2], host[3]);
  cudaFree(device);
}
