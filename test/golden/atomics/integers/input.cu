// Every atomic on every integer type, the returned old values, and the scoped forms.
#include <cstdio>

template <typename T> __global__ void arithmetic(T *x) {
  T i = T(threadIdx.x);
  atomicAdd(&x[0], i);
  atomicExch(&x[1], T(9));
  atomicMin(&x[2], i);
  atomicMax(&x[3], i);
  atomicAnd(&x[4], ~(T(1) << (threadIdx.x % 8)));
  atomicOr(&x[5], T(1) << (threadIdx.x % 8));
  atomicXor(&x[6], T(1) << (threadIdx.x % 8));
  atomicCAS(&x[7], T(50), T(60));
}

__global__ void counters(unsigned *x, int *y) {
  unsigned old = atomicInc(&x[0], 6);  // 0..6 and round again
  atomicAdd(&x[1], old);
  atomicDec(&x[2], 10);                // 0 wraps to 10
  atomicSub(&x[3], 2u);
  atomicSub(&y[0], 3);
  if (blockIdx.x == 0)
    atomicAdd_block(&x[4], 2u);
  atomicAdd_system(&y[1], 1);
  atomicMax_system(&y[2], int(threadIdx.x));
  if (blockIdx.x == 1)
    atomicExch_block(&y[3], 4);
  atomicCAS_system(&y[4], 0, 5);
}

__global__ void tickets(int *next, int *taken) { taken[atomicAdd(next, 1)] += 1; }

__global__ void small(unsigned short *x) { // 16-bit compare-and-swap
  unsigned short seen = x[threadIdx.x % 2], old;
  do {
    old = seen;
    seen = atomicCAS(&x[threadIdx.x % 2], old, (unsigned short)(old + 1));
  } while (seen != old);
}

template <typename T> void run(const char *name) {
  T host[8] = {0, 1, 100, 3, T(0xff), 0, 0, 50}, *device;
  cudaMalloc(&device, sizeof(host));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  arithmetic<<<1, 40>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s:", name);
  for (T value : host)
    printf(" %lld", (long long)value);
  printf("\n");
  cudaFree(device);
}

int main() {
  run<int>("int");
  run<unsigned>("unsigned");
  run<unsigned long long>("unsigned long long");

  unsigned host[5] = {0, 0, 0, 100, 0}, *device;
  int numbers[5] = {100, 0, -5, 0, 0}, *deviceNumbers;
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&deviceNumbers, sizeof(numbers));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  cudaMemcpy(deviceNumbers, numbers, sizeof(numbers), cudaMemcpyHostToDevice);
  counters<<<2, 10>>>(device, deviceNumbers);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(numbers, deviceNumbers, sizeof(numbers), cudaMemcpyDeviceToHost);
  printf("%u %u %u %u %u\n", host[0], host[1], host[2], host[3], host[4]);
  printf("%d %d %d %d %d\n", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);

  int ones[65] = {0}, *taken;
  cudaMalloc(&taken, sizeof(ones));
  cudaMemset(taken, 0, sizeof(ones));
  tickets<<<4, 16>>>(taken + 64, taken);
  cudaMemcpy(ones, taken, sizeof(ones), cudaMemcpyDeviceToHost);
  int once = 0;
  for (int i = 0; i < 64; ++i)
    once += ones[i] == 1;
  printf("tickets %d, each once %d\n", ones[64], once);

  unsigned short pair[2] = {5, 6}, *devicePair;
  cudaMalloc(&devicePair, sizeof(pair));
  cudaMemcpy(devicePair, pair, sizeof(pair), cudaMemcpyHostToDevice);
  small<<<1, 64>>>(devicePair);
  cudaMemcpy(pair, devicePair, sizeof(pair), cudaMemcpyDeviceToHost);
  printf("%d %d\n", pair[0], pair[1]);
  cudaFree(device), cudaFree(deviceNumbers), cudaFree(taken), cudaFree(devicePair);
}
