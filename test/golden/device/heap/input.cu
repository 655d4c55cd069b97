// malloc, free, new and delete in kernels: memory lives until it is freed, over launches.
#include <cstdio>
#include <new>

struct Item {
  int value;
  Item *next;
  __device__ Item(int value, Item *next) : value(value), next(next) {}
  __device__ ~Item() { value = -1; }
};

__device__ Item *list;

__global__ void build(int n) {
  for (int i = 0; i < n; ++i)
    list = new Item(i, list);
}

__global__ void consume(int *sum) {
  while (list) {
    Item *next = list->next;
    *sum += list->value;
    delete list;
    list = next;
  }
}

__global__ void scratch(int *out) {
  int n = threadIdx.x + 1;
  int *cells = (int *)malloc(n * sizeof(int));
  if (!cells)
    return;
  for (int i = 0; i < n; ++i)
    cells[i] = i;
  int sum = 0;
  for (int i = 0; i < n; ++i)
    sum += cells[i];
  free(cells);
  double *more = new double[n];
  more[n - 1] = 0.5;
  out[threadIdx.x] = sum + int(2 * more[n - 1]);
  delete[] more;
}

int main() {
  int *device, host[32];
  cudaDeviceSetLimit(cudaLimitMallocHeapSize, 16 << 20);
  size_t heap = 0;
  cudaDeviceGetLimit(&heap, cudaLimitMallocHeapSize);
  printf("heap %d\n", heap >= (16u << 20));
  cudaMalloc(&device, sizeof(host));
  cudaMemset(device, 0, sizeof(host));
  build<<<1, 1>>>(100);
  consume<<<1, 1>>>(device);
  cudaMemcpy(host, device, sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d\n", host[0]);
  scratch<<<1, 32>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d\n", host[0], host[31]);
  cudaFree(device);
}
