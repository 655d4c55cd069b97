// Shared memory inside device functions and templates: one object per function and block.
#include <cstdio>

__device__ int swapWithNeighbour(int value) {
  __shared__ int cells[64];
  cells[threadIdx.x] = value;
  __syncthreads();
  int result = cells[threadIdx.x ^ 1];
  __syncthreads();
  return result;
}

template <typename T, int N> __device__ T sumOfBlock(T value) {
  __shared__ T cells[N];
  cells[threadIdx.x] = value;
  __syncthreads();
  for (int half = N / 2; half > 0; half >>= 1) {
    if (threadIdx.x < half)
      cells[threadIdx.x] += cells[threadIdx.x + half];
    __syncthreads();
  }
  return cells[0];
}

template <int N> __global__ void run(int *out, double *doubles) {
  int x = swapWithNeighbour(threadIdx.x);
  x = swapWithNeighbour(x * 10); // the same storage a second time
  out[threadIdx.x] = x + sumOfBlock<int, N>(1);
  doubles[threadIdx.x] = sumOfBlock<double, N>(0.5);
}

int main() {
  int host[32], *device;
  double doubles[32], *deviceDoubles;
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&deviceDoubles, sizeof(doubles));
  run<32><<<1, 32>>>(device, deviceDoubles);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(doubles, deviceDoubles, sizeof(doubles), cudaMemcpyDeviceToHost);
  printf("%d %d %d %.1f\n", host[0], host[1], host[31], doubles[31]);
  cudaFree(device);
  cudaFree(deviceDoubles);
}
