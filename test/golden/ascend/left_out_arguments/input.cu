// Arguments that calls leave out, beside those that the translation adds; a macro whose barrier
// begins a line; an early return in front of loops with pragmas; lambdas of host code.
#include "vectors.h"
#include <algorithm>
#include <cstdio>

#define EXCHANGE(to, from)                                                                         \
  to[threadIdx.x] = from;                                                                          \
__syncthreads();

__device__ int position(int scale = 2, int offset = 1);
__device__ int position(int scale, int offset) {
  return (blockIdx.x * blockDim.x + threadIdx.x) * scale + offset;
}

template <class T> __device__ T neighbour(T own, int distance = 1, bool wraps = true) {
  __shared__ T all[64];
  __syncthreads();
  EXCHANGE(all, own)
  int from = threadIdx.x + distance;
  return from < blockDim.x ? all[from] : wraps ? all[from - blockDim.x] : T(-1);
}

template <class T, int Rounds>
__global__ void rotate(const T *in, T *out, int n, T add = T(1), bool wraps = (Rounds > 0),
                       int distance = 3) {
  T value = in[blockIdx.x * blockDim.x + threadIdx.x];
#pragma unroll
  for (int i = 0; i < Rounds; ++i)
    value = neighbour(value, distance, wraps);
  value = neighbour(value) + neighbour(value, 2);
  if (position() < n)
    out[position(1, 0)] = value + add;
}

__global__ void smooth(const float *in, float *out, int n, float2 step) {
  __shared__ float tile[64];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  tile[threadIdx.x] = in[i];
  __syncthreads();
  float sum = 0;
#pragma unroll 4 // rows
  for (int k = 0; k < 8; ++k)
    sum += tile[(threadIdx.x + k) % blockDim.x];
  __syncthreads();
#pragma unroll
  for (int k = 0; k < 2; ++k)
    tile[threadIdx.x] += sum * (k ? step.y : step.x);
  __syncthreads();
  out[i] = tile[threadIdx.x ^ 1];
}

template <class T> void fill(T *values, int n) {
  std::generate(values, values + n, []() {
    static T next = 0;
    return next += 1;
  });
}

int main() {
  const int n = 128;
  int *ints;
  float *floats;
  cudaMallocManaged(&ints, 2 * n * sizeof(int));
  cudaMallocManaged(&floats, 2 * n * sizeof(float));
  fill(ints, n);
  fill(floats, n);
  std::fill(ints + n, ints + 2 * n, 0);
  rotate<int, 2><<<2, 64>>>(ints, ints + n, n);
  Step step{make_float2(0.5f, 0.25f)};
  smooth<<<2, 64>>>(floats, floats + n, n, scaled(step, 2));
  cudaDeviceSynchronize();
  long sum = 0;
  double total = 0;
  for (int i = n; i < 2 * n; ++i) {
    sum += ints[i] * (i % 7 + 1);
    total += floats[i] * (i % 5 + 1);
  }
  printf("%ld %.2f\n", sum, total);
  rotate<int, 0><<<2, 64>>>(ints, ints + n, 4 * n, 5, false);
  cudaDeviceSynchronize();
  for (int i = n; i < 2 * n; ++i)
    sum += ints[i] * (i % 7 + 1);
  printf("%ld\n", sum);
}
