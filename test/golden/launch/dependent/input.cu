// Templates whose launches, local variables and atomics depend on their arguments: nothing about
// sizes and places is known before they are instantiated.
#include <cstdio>

template <typename T> struct Table {
  T *slots;
  __device__ T *at(int i) { return slots + i; }
};

template <typename T> __global__ void count(Table<T> table, const int *keys, int n) {
  auto i = blockIdx.x * blockDim.x + threadIdx.x;
  auto slot = table.at(i < n ? keys[i] : 0);
  decltype(table.slots) begin = table.slots;
  auto first = *begin;
  if (i < n)
    atomicAdd(slot, T(1) + first - first);
}

template <typename T> T run(const int *keys, int n, int perBlock) {
  Table<T> table;
  T host[4];
  cudaMalloc(&table.slots, sizeof host);
  cudaMemset(table.slots, 0, sizeof host);
  int *device;
  cudaMalloc(&device, n * sizeof *device);
  cudaMemcpy(device, keys, n * sizeof *device, cudaMemcpyHostToDevice);
  dim3 grid((n + perBlock - 1) / perBlock);
  const dim3 block(perBlock);
  count<<<grid, block>>>(table, device, n);
  cudaMemcpy(host, table.slots, sizeof host, cudaMemcpyDeviceToHost);
  cudaFree(device);
  cudaFree(table.slots);
  return host[1] * 10 + host[3];
}

int main() {
  const int keys[] = {1, 3, 1, 1, 0, 3, 2};
  std::printf("%d %g\n", run<int>(keys, 7, 4), run<float>(keys, 7, 32));
}
