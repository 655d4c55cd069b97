// Extended lambdas: __device__ and __host__ __device__ lambdas as kernel arguments.
#include <cstdio>

template <typename F> __global__ void forEach(int n, F f) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    f(i);
}

template <typename F> void parallelFor(int n, F f) { forEach<<<(n + 15) / 16, 16>>>(n, f); }

struct Matrix {
  int *data;
  int width;
  __host__ __device__ int &at(int y, int x) const { return data[y * width + x]; }
  void fill(int value);
};

void Matrix::fill(int value) {
  Matrix self = *this;
  parallelFor(width * width, [=] __device__(int i) { self.at(i / self.width, i % self.width) = value + i; });
}

int main() {
  int *device, host[16];
  cudaMalloc(&device, sizeof(host));
  Matrix m = {device, 4};
  m.fill(10);
  int offset = 100;
  parallelFor(16, [=] __device__(int i) { device[i] += offset; });
  auto twice = [] __host__ __device__(int x) { return 2 * x; };
  parallelFor(8, [device, twice] __device__(int i) mutable { device[i] = twice(device[i]); });
  forEach<<<1, 32>>>(1, [=] __device__(int) {
    for (int i = 0; i < 16; ++i)
      device[i] -= 1;
  });
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[7], host[8], host[15]);
  printf("%d\n", twice(21));
  cudaFree(device);
}
