// Kernels that specialise a template, with shared memory of types that only the kernel names; and a
// template that nothing launches, whose code would not do.
#include <cmath>
#include <cstdio>

template <class T, int N> struct Exchange {
  struct Storage {
    T items[N];
  };
  Storage &storage;
  __device__ explicit Exchange(Storage &storage) : storage(storage) {}
  __device__ T reversed(T value) {
    storage.items[threadIdx.x] = value;
    __syncthreads();
    return storage.items[N - 1 - threadIdx.x];
  }
};

template <class T, class S = int> __global__ void scale(const T *in, T *out, S factor) {
  __shared__ T tile[32];
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  out[threadIdx.x] = tile[threadIdx.x ^ 1] * static_cast<T>(factor);
}

template <> __global__ void scale<float, int>(const float *in, float *out, int factor);

template <>
__global__ void scale<float, int>(const float *__restrict__ in, float *out, int factor) {
  typedef Exchange<float, 32> Reverse;
  __shared__ typename Reverse::Storage storage[1];
  out[blockIdx.x * blockDim.x + threadIdx.x] =
      Reverse(storage[0]).reversed(in[threadIdx.x]) * factor + gridDim.x;
}

template <class T> __global__ void waves(const T *in, T *out) {
  T x = in[threadIdx.x];
  out[threadIdx.x] = std::exp(-x) + std::pow(x, T(2)) * (std::isnan(x) ? T(1) : T(0.5f));
}

template <> __global__ void waves<uint3>(const uint3 *in, uint3 *out) { *out = *in; }

template <> __global__ void scale<short>(const short *in, short *out, int factor) {
  out[threadIdx.x] = in[31 - threadIdx.x] + factor;
}

template <class T> __global__ void neverMade(T *out) {
  asm volatile("mov.u32 %0, %%clock_hi;" : "=r"(out[0]));
  out[1] = T(out[0] * 2);
}

template <class T> void run() {
  T *values;
  cudaMallocManaged(&values, 96 * sizeof(T));
  for (int i = 0; i < 96; ++i)
    values[i] = static_cast<T>(i * 3 % 29);
  scale<T><<<sizeof(T) == 4 ? 2 : 1, 32>>>(values, values + 32, 3);
  cudaDeviceSynchronize();
  double sum = 0;
  for (int i = 32; i < 96; ++i)
    sum += values[i] * (i % 7 + 1);
  printf("%.1f\n", sum);
}

int main() {
  float *x;
  uint3 *pair;
  cudaMallocManaged(&x, 64 * sizeof(float));
  cudaMallocManaged(&pair, 2 * sizeof(uint3));
  for (int i = 0; i < 32; ++i)
    x[i] = i * 0.125f;
  pair[0] = make_uint3(7, 9, 11);
  waves<<<1, 32>>>(x, x + 32);
  waves<uint3><<<1, 1>>>(pair, pair + 1);
  cudaDeviceSynchronize();
  printf("%.3f %.3f %u\n", x[32], x[50], pair[1].y);
  run<float>();
  run<short>();
  run<long long>();
}
