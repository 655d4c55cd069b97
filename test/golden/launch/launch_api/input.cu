// Launching through the runtime API: cudaLaunchKernel, its template form, cooperative launch.
#include <cooperative_groups.h>
#include <cstdio>

__global__ void combine(int *out, int a, double b, char c) {
  out[blockIdx.x * blockDim.x + threadIdx.x] = a + int(b) + c;
}

template <typename T> __global__ void put(T *out, T value) { out[threadIdx.x] = value; }

__global__ void rotate(int *data, int *copy) {
  cooperative_groups::grid_group grid = cooperative_groups::this_grid();
  unsigned i = grid.thread_rank();
  copy[i] = data[i];
  grid.sync();
  data[i] = copy[(i + 1) % grid.size()];
}

int main() {
  int *device, *copy, host[8];
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&copy, sizeof(host));

  int a = 1;
  double b = 2.5;
  char c = 3;
  void *arguments[] = {&device, &a, &b, &c};
  cudaError_t error = cudaLaunchKernel((const void *)combine, dim3(2), dim3(4), arguments, 0, 0);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s %d %d\n", cudaGetErrorName(error), host[0], host[7]);

  a = 10;
  cudaLaunchKernel(combine, 2, 4, arguments, 0, nullptr);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d\n", host[3]);

  int value = 4;
  void *putArguments[] = {&device, &value};
  cudaLaunchKernel((void *)put<int>, dim3(1), dim3(8), putArguments, 0, 0);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d\n", host[7]);

  for (int i = 0; i < 8; ++i)
    host[i] = i;
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  void *rotateArguments[] = {&device, &copy};
  error = cudaLaunchCooperativeKernel((void *)rotate, dim3(4), dim3(2), rotateArguments, 0, 0);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s:", cudaGetErrorName(error));
  for (int x : host)
    printf(" %d", x);
  printf("\n");
  cudaFree(device);
  cudaFree(copy);
}
