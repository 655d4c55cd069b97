// Functors and ordinary lambdas inside kernels, std-like algorithms on the device, constexpr
// functions shared with the host.
#include <cstdio>

template <typename T> struct Axpy {
  T a;
  __host__ __device__ T operator()(T x, T y) const { return a * x + y; }
};

constexpr int square(int x) { return x * x; }

template <typename In, typename Out, typename F>
__global__ void transform(In x, In y, Out out, int n, F f) {
  for (int i = threadIdx.x; i < n; i += blockDim.x)
    out[i] = f(x[i], y[i]);
}

__global__ void local(int *out, int n) {
  auto clampTo = [](int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
  };
  int total = 0;
  auto add = [&total](int value) { total += value; };
  for (int i = 0; i < n; ++i)
    add(clampTo(i, 3, square(3)));
  auto generic = [=](auto x) { return x + n; };
  out[threadIdx.x] = total + generic(int(threadIdx.x)) + int(generic(0.5));
}

int main() {
  float x[8], y[8], *dx, *dy;
  for (int i = 0; i < 8; ++i)
    x[i] = i, y[i] = 1;
  cudaMalloc(&dx, sizeof(x));
  cudaMalloc(&dy, sizeof(y));
  cudaMemcpy(dx, x, sizeof(x), cudaMemcpyHostToDevice);
  cudaMemcpy(dy, y, sizeof(y), cudaMemcpyHostToDevice);
  transform<<<1, 4>>>(dx, dy, dy, 8, Axpy<float>{2.5f});
  cudaMemcpy(y, dy, sizeof(y), cudaMemcpyDeviceToHost);
  printf("%g %g %g\n", y[0], y[7], Axpy<float>{1}(2, 3));
  int *device, host[2];
  cudaMalloc(&device, sizeof(host));
  local<<<1, 2>>>(device, 12);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d\n", host[0], host[1]);
  cudaFree(dx), cudaFree(dy), cudaFree(device);
}
