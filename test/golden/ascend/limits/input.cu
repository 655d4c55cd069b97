// Limits of types, in device code too; pairs of halves in host code; sizes that are shifted.
#include <cassert>
#include <cstdio>
#include <cuda_fp16.h>
#include <limits>

#define BIGGEST std::numeric_limits<float>::max()
#define BITS 5

template <class T> __global__ void ends(T *out) {
  out[0] = std::numeric_limits<T>::max();
  out[1] = std::numeric_limits<T>::lowest();
}

__host__ __device__ constexpr short quarter() {
  constexpr int size = int(std::numeric_limits<short>::max()) + 1;
  return size / 4;
}

__global__ void fill(float *out, __half2 *pair) {
  using namespace std;
  __shared__ int table[1 << BITS];
  for (int i = 0; i < 1 << BITS; ++i)
    table[i] = i;
  assert(table[3] == 3);
  out[0] = BIGGEST;
  out[1] = quarter();
  out[2] = -numeric_limits<float>::infinity();
  out[3] = table[(1 << BITS) - 1];
  pair[0] = __hadd2(pair[0], __float2half2_rn(1.5f));
}

int main() {
  float *values, seen[4];
  int *ints, limits[2];
  __half2 *pairs, pair = __floats2half2_rn(1.0f, -0.25f);
  cudaMalloc(&values, sizeof seen);
  cudaMalloc(&ints, sizeof limits);
  cudaMalloc(&pairs, sizeof pair);
  cudaMemcpy(pairs, &pair, sizeof pair, cudaMemcpyHostToDevice);
  fill<<<1, 1>>>(values, pairs);
  ends<<<1, 1>>>(ints);
  cudaMemcpy(seen, values, sizeof seen, cudaMemcpyDeviceToHost);
  cudaMemcpy(limits, ints, sizeof limits, cudaMemcpyDeviceToHost);
  cudaMemcpy(&pair, pairs, sizeof pair, cudaMemcpyDeviceToHost);
  float2 both = __half22float2(pair);
  std::printf("%d %g %g %g\n", seen[0] == BIGGEST, seen[1], seen[2], seen[3]);
  std::printf("%d %d\n", limits[0], limits[1]);
  std::printf("%g %g\n", both.x, both.y);
}
