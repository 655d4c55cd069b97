// Static shared memory: arrays, matrices, structs, scalars, several kernels and blocks.
#include <cstdio>

struct Pair {
  int first;
  float second;
};

__global__ void reverse(int *data, int n) {
  __shared__ int buffer[64];
  int i = threadIdx.x;
  buffer[i] = data[blockIdx.x * n + i];
  __syncthreads();
  data[blockIdx.x * n + i] = buffer[n - 1 - i];
}

__global__ void transpose(int *data) {
  __shared__ int tile[4][4 + 1], total;
  __shared__ Pair pairs[4];
  int x = threadIdx.x, y = threadIdx.y;
  if (x == 0 && y == 0)
    total = 0;
  tile[y][x] = data[y * 4 + x];
  if (y == 0)
    pairs[x] = Pair{x, x * 0.5f};
  __syncthreads();
  atomicAdd(&total, tile[x][y] + pairs[y].first);
  data[y * 4 + x] = tile[x][y];
  __syncthreads();
  if (x == 3 && y == 3)
    data[16] = total + int(pairs[2].second);
}

int main() {
  int host[64], *device;
  for (int i = 0; i < 64; ++i)
    host[i] = i;
  cudaMalloc(&device, sizeof(host));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  reverse<<<2, 32>>>(device, 32);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[31], host[32], host[63]);
  for (int i = 0; i < 64; ++i)
    host[i] = i;
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  transpose<<<1, dim3(4, 4)>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[1], host[4], host[15], host[16]);
  cudaFree(device);
}
