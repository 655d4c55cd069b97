// Blocks that wait for later ones. Each has a core on the device; the emulator runs them beside each
// other as soon as one does not get on.
#include <cuda_runtime.h>

#include <cstdio>

__global__ void chain(volatile int *flags, int *order) {
  int next = blockIdx.x + 1;
  if (next < static_cast<int>(gridDim.x))
    while (flags[next] == 0)
      ;
  __threadfence();
  order[blockIdx.x] = atomicAdd(&order[gridDim.x], 1);
  __threadfence();
  flags[blockIdx.x] = 1;
}

int main() {
  int host[5], *flags, *order;
  cudaMalloc(&flags, 4 * sizeof(int));
  cudaMalloc(&order, sizeof host);
  cudaMemset(flags, 0, 4 * sizeof(int));
  cudaMemset(order, 0, sizeof host);
  chain<<<4, 1>>>(flags, order);
  cudaMemcpy(host, order, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[2], host[3]);
}
