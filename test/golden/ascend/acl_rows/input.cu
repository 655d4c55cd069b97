// The rows that acl_host does not need: queries, symbols, host functions, hints.
#include <cuda_runtime.h>

#include <cstdio>

__device__ int counters[4];

__global__ void count(int step) { atomicAdd(&counters[threadIdx.x], step); }

static void note(void *place) { *static_cast<int *>(place) = 7; }

int *zeroed(size_t count);
dim3 blocksFor(int n);

int main() {
  int device = -1, noted = 0, values[4] = {1, 2, 3, 4};
  size_t free = 0, total = 0;
  cudaSetDevice(0);
  cudaGetDevice(&device);
  cudaMemGetInfo(&free, &total);
  printf("%d %d\n", device, free <= total && total > 0);

  cudaFuncSetCacheConfig(count, cudaFuncCachePreferL1);
  cudaDeviceSetCacheConfig(cudaFuncCachePreferShared);
  cudaStream_t stream;
  cudaEvent_t event;
  cudaStreamCreate(&stream);
  cudaEventCreate(&event);
  cudaMemcpyToSymbol(counters, values, sizeof values);
  count<<<1, 4, 0, stream>>>(10);
  cudaLaunchHostFunc(stream, note, &noted);
  cudaEventRecord(event, stream);
  cudaEventSynchronize(event);
  cudaStreamSynchronize(stream);
  printf("%d %d %d\n", noted, cudaEventQuery(event) == cudaSuccess,
         cudaStreamQuery(stream) == cudaSuccess);
  cudaMemcpyFromSymbol(values, counters, 2 * sizeof(int), 2 * sizeof(int));
  int *address;
  cudaGetSymbolAddress((void **)&address, counters);
  cudaMemset(address, 0, sizeof(int));
  cudaMemcpyFromSymbol(values + 2, counters, 2 * sizeof(int));
  printf("%d %d %d %d\n", values[0], values[1], values[2], values[3]);

  int *pinned;
  cudaHostAlloc((void **)&pinned, 64, cudaHostAllocDefault);
  pinned[0] = 5;
  cudaMemcpyAsync(address, pinned, sizeof(int), cudaMemcpyHostToDevice);
  cudaThreadSynchronize();
  cudaMemcpy(values, address, sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d %s\n", values[0],
         cudaMalloc((void **)&address, ~size_t(0) / 2) == cudaErrorMemoryAllocation ? "full" : "?");
  printf("%d\n", cudaGetLastError() != cudaSuccess);
  int *two = zeroed(2);
  cudaMemcpy(values, two, 2 * sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d %d %u\n", values[0], values[1], blocksFor(5).x);
  cudaFree(two);
  cudaFreeHost(pinned);
  cudaEventDestroy(event);
  cudaStreamDestroy(stream);
  printf("%d\n", cudaDeviceReset() == cudaSuccess);
}
