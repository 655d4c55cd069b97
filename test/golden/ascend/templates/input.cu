// Kernels with type and value parameters, overloads, explicit specialisations of device functions.
#include <cuda_runtime.h>

#include <cstdio>

template <typename T> __device__ T unit();
template <> __device__ int unit<int>() { return 1; }
template <> __device__ float unit<float>() { return 0.25f; }

template <typename T> __device__ __forceinline__ T larger(T a, T b) { return max(a, b); }

template <typename T, int Block = 64>
__global__ void __launch_bounds__(Block) accumulate(T *out, const T *in, T start) {
  __shared__ T copy[Block];
  copy[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  T sum = start;
  for (int i = 0; i < Block; ++i)
    sum += copy[i];
  out[threadIdx.x] = larger(sum + unit<T>(), T(threadIdx.x));
}

__global__ void mark(int *out) { out[0] = -1; }
__global__ void mark(float *out, float value = 2.5f) { out[0] = value; }

template <typename T> void run(const char *format) {
  T host[64], *in, *out;
  for (int i = 0; i < 64; ++i)
    host[i] = T(i) / 2;
  cudaMalloc(&in, sizeof host);
  cudaMalloc(&out, sizeof host);
  cudaMemcpy(in, host, sizeof host, cudaMemcpyHostToDevice);
  accumulate<T><<<1, 64>>>(out, in, T(7));
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf(format, host[0]);
  mark<<<1, 1>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf(format, host[0]);
}

int main() {
  run<int>("%d\n");
  run<float>("%g\n");
}
