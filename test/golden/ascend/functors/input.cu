// Function objects and lambdas as arguments of kernels, and lambdas inside of kernels.
#include <cuda_runtime.h>

#include <cstdio>

struct Affine {
  int factor, offset;
  __host__ __device__ int operator()(int x) const { return factor * x + offset; }
};

template <typename Function> __global__ void map(int *values, int n, Function function) {
  auto inside = [&](int i) { return i < n; };
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (inside(i))
    values[i] = function(values[i]);
}

int main() {
  int host[40], *values;
  for (int i = 0; i < 40; ++i)
    host[i] = i;
  cudaMalloc(&values, sizeof host);
  cudaMemcpy(values, host, sizeof host, cudaMemcpyHostToDevice);
  Affine affine = {3, 1};
  int shift = 100;
  map<<<2, 32>>>(values, 40, affine);
  map<<<2, 32>>>(values, 40, [=] __device__(int x) { return x + shift; });
  cudaMemcpy(host, values, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[39], affine(39));
}
