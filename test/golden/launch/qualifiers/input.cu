// Where the qualifiers may stand: before and after the return type, with launch bounds, attributes,
// restrict, extern "C", and on declarations apart from definitions.
#include <cstdio>

void __global__ after(int *out) { *out += 1; }
__global__ __launch_bounds__(128) void bounded(int *out) { *out += 1; }
__launch_bounds__(64, 2) __global__ void boundedTwice(int *__restrict__ out) { *out += 1; }
__global__ void __launch_bounds__(32) boundedAfter(int *out) { *out += 1; }
extern "C" __global__ void plainName(int *out) { *out += 1; }
extern "C" {
__global__ void plainNameToo(int *out) { *out += 1; }
}
static __global__ void declared(int *out);
__device__ __noinline__ void apart(int *out) { *out += 1; }
__device__ __forceinline__ void merged(int *out) { *out += 1; }
inline __host__ __device__ int both(int x) { return x + 1; }
__device__ int table[] = {1, 2, 3};
static __device__ const float kHalf = 0.5f;
__device__ static int hits;

__global__ void uses(int *out) {
  apart(out);
  merged(out);
  *out = both(*out) + table[2] + int(kHalf * 4);
  ++hits;
}
__global__ static void declared(int *const out) { *out += 1; }

int main() {
  int *device, host = 0, seen = 0;
  cudaMalloc(&device, sizeof(int));
  cudaMemset(device, 0, sizeof(int));
  after<<<1, 1>>>(device);
  bounded<<<1, 1>>>(device);
  boundedTwice<<<1, 1>>>(device);
  boundedAfter<<<1, 1>>>(device);
  plainName<<<1, 1>>>(device);
  plainNameToo<<<1, 1>>>(device);
  declared<<<1, 1>>>(device);
  uses<<<1, 1>>>(device);
  cudaMemcpy(&host, device, sizeof(int), cudaMemcpyDeviceToHost);
  cudaMemcpyFromSymbol(&seen, hits, sizeof(int));
  printf("%d %d %d\n", host, both(1), seen);
  cudaFree(device);
}
