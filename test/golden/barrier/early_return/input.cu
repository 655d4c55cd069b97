// Threads that returned before a barrier count as arrived.
#include <cstdio>

__global__ void partial(int *data, int n) {
  __shared__ int cells[64];
  int i = threadIdx.x;
  if (i >= n)
    return;
  cells[i] = data[i];
  __syncthreads();
  data[i] = cells[n - 1 - i];
}

__global__ void waves(int *data) {
  __shared__ int sum;
  int i = threadIdx.x;
  if (i == 0)
    sum = 0;
  __syncthreads();
  for (int round = 0; round < 4; ++round) {
    if (i < 8 * round)
      return; // eight threads leave per round
    atomicAdd(&sum, 1);
    __syncthreads();
    if (i == 31)
      data[round] = sum;
    __syncthreads();
  }
}

int main() {
  int host[64], *device;
  for (int i = 0; i < 64; ++i)
    host[i] = i;
  cudaMalloc(&device, sizeof(host));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  partial<<<1, 64>>>(device, 40);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[39], host[40]);
  waves<<<1, 32>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[2], host[3]);
  cudaFree(device);
}
