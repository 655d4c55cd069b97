// Shared memory declared at file scope, in a namespace, and dynamic at file scope; every block has
// its own, and device functions see the block they run in.
#include <cstdio>

__shared__ int slots[32];
extern __shared__ int pool[];
namespace scratch {
__shared__ int count;
}

__device__ void put(int value) { slots[threadIdx.x] = value; }

__global__ void exchange(int *out) {
  if (threadIdx.x == 0)
    scratch::count = 0;
  put(blockIdx.x * 100 + threadIdx.x);
  pool[threadIdx.x] = 1000;
  __syncthreads();
  atomicAdd(&scratch::count, 1);
  int neighbour = (threadIdx.x + 1) % blockDim.x;
  __syncthreads();
  out[blockIdx.x * blockDim.x + threadIdx.x] =
      slots[neighbour] + pool[neighbour] + scratch::count * 10000;
}

int main() {
  int host[16], *device;
  cudaMalloc(&device, sizeof(host));
  exchange<<<4, 4, 4 * sizeof(int)>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (int block = 0; block < 4; ++block)
    printf("%d %d\n", host[4 * block], host[4 * block + 3]);
  cudaFree(device);
}
