// __device__ variables: initial values, counters, pointers, arrays, classes, kept over launches.
#include <cstdio>

__device__ int counter;
__device__ int initial = 42;
__device__ float weights[3] = {0.5f, 1.5f, 2.5f};
__device__ int *queue;
__device__ unsigned long long total = 1ull << 40;
__device__ struct {
  int low, high;
} range = {3, 30};

__global__ void step(float *out) {
  atomicAdd(&counter, 1);
  if (threadIdx.x == 0) {
    *out = weights[2] + initial + range.high;
    total += 5;
    queue[blockIdx.x] = 7;
    weights[0] += 1;
  }
}

int main() {
  float *out, host = 0;
  int *storage, values[2], count = 0;
  cudaMalloc(&out, sizeof(float));
  cudaMalloc(&storage, sizeof(values));
  cudaMemcpyToSymbol(queue, &storage, sizeof(storage));
  step<<<1, 10>>>(out);
  step<<<1, 20>>>(out);
  cudaMemcpy(&host, out, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpyFromSymbol(&count, counter, sizeof(count));
  cudaMemcpy(values, storage, sizeof(int), cudaMemcpyDeviceToHost);
  unsigned long long sum = 0;
  cudaMemcpyFromSymbol(&sum, total, sizeof(sum), 0, cudaMemcpyDeviceToHost);
  printf("%.1f %d %d %llu\n", host, count, values[0], sum - (1ull << 40));

  count = 1000;
  cudaMemcpyToSymbol(counter, &count, sizeof(count));
  step<<<1, 1>>>(out);
  cudaMemcpyFromSymbol(&count, counter, sizeof(count));
  int *address;
  cudaGetSymbolAddress((void **)&address, counter);
  cudaMemset(address, 0, sizeof(int));
  int zeroed = -1;
  cudaMemcpyFromSymbol(&zeroed, counter, sizeof(int));
  float weight;
  cudaMemcpyFromSymbol(&weight, weights, sizeof(float));
  printf("%d %d %.1f\n", count, zeroed, weight);
  cudaFree(out);
  cudaFree(storage);
}
