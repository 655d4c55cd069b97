// Device management: properties, attributes, limits, occupancy, function attributes, cache hints.
#include <cstdio>

__global__ void __launch_bounds__(512) kernel(int *x) {
  __shared__ int cells[128];
  cells[threadIdx.x % 128] = *x;
  __syncthreads();
  *x = cells[0];
}

int main() {
  int count = 0, device = -1, value = 0;
  cudaGetDeviceCount(&count);
  cudaSetDevice(0);
  cudaGetDevice(&device);
  cudaDeviceProp prop;
  cudaGetDeviceProperties(&prop, device);
  printf("%d %d\n", count >= 1, device);
  printf("%d %d %d\n", prop.warpSize, prop.maxThreadsPerBlock, prop.maxThreadsDim[2]);
  printf("%d %d %d\n", prop.major >= 8, prop.multiProcessorCount >= 1, prop.totalGlobalMem > 0);
  printf("%d %d\n", prop.sharedMemPerBlock >= 48 * 1024, prop.name[0] != 0);
  cudaDeviceGetAttribute(&value, cudaDevAttrMaxThreadsPerBlock, device);
  printf("%d\n", value == prop.maxThreadsPerBlock);
  cudaDeviceGetAttribute(&value, cudaDevAttrComputeCapabilityMajor, device);
  printf("%d\n", value == prop.major);
  cudaFuncAttributes attributes;
  cudaFuncGetAttributes(&attributes, kernel);
  printf("%d\n", attributes.maxThreadsPerBlock <= 1024);
  int blocks = 0, minGrid = 0, block = 0;
  cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, kernel, 256, 0);
  cudaOccupancyMaxPotentialBlockSize(&minGrid, &block, kernel, 0, 0);
  printf("%d %d\n", blocks >= 1, minGrid >= 1 && block >= 32 && block % 32 == 0);
  printf("%s\n", cudaGetErrorName(cudaFuncSetCacheConfig(kernel, cudaFuncCachePreferShared)));
  printf("%s\n", cudaGetErrorName(cudaFuncSetAttribute(
                     kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, 32 * 1024)));
  printf("%s\n", cudaGetErrorName(cudaDeviceSetCacheConfig(cudaFuncCachePreferL1)));
  int peer = 5;
  printf("%s\n", cudaGetErrorName(cudaDeviceCanAccessPeer(&peer, 0, 0)));
  printf("%d %s\n", peer, cudaGetErrorName(cudaDeviceReset()));
}
