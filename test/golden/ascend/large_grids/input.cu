// More blocks than a launch on Ascend may have, in one, two and three dimensions.
#include <cuda_runtime.h>

#include <cstdio>

__global__ void cells(unsigned char *seen, unsigned *sizes) {
  unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
  if (threadIdx.x == 0)
    seen[block] += 1 + (blockIdx.x < gridDim.x && blockIdx.y < gridDim.y && blockIdx.z < gridDim.z);
  if (block == gridDim.x * gridDim.y * gridDim.z - 1) {
    sizes[0] = blockIdx.x;
    sizes[1] = blockIdx.y;
    sizes[2] = blockIdx.z;
  }
}

int main() {
  const dim3 grids[] = {dim3(70000), dim3(400, 250), dim3(50, 60, 40), dim3(2, 60000)};
  for (const dim3 &grid : grids) {
    unsigned count = grid.x * grid.y * grid.z, sizes[3], *last;
    static unsigned char host[120000];
    unsigned char *seen;
    cudaMalloc(&seen, sizeof host);
    cudaMalloc(&last, sizeof sizes);
    cudaMemset(seen, 0, sizeof host);
    cells<<<grid, 2>>>(seen, last);
    cudaMemcpy(host, seen, sizeof host, cudaMemcpyDeviceToHost);
    cudaMemcpy(sizes, last, sizeof sizes, cudaMemcpyDeviceToHost);
    unsigned once = 0;
    for (unsigned i = 0; i < sizeof host; ++i)
      once += host[i] == (i < count ? 2 : 0);
    printf("%s: last %u %u %u, %s\n", cudaGetErrorName(cudaGetLastError()), sizes[0], sizes[1],
           sizes[2], once == sizeof host ? "each once" : "wrong");
    cudaFree(seen);
    cudaFree(last);
  }
}
