// Kernels that take functors and packs of arguments, and calls that only the instances of a template
// know: of the functor, and of functions that specialisations of a class define.
#include <cuda_runtime.h>

#include <cstdio>

template <class T, int N> struct Cells {
  __device__ static T get(const T values[N], int i);
};
template <class T> struct Cells<T, 1> {
  __device__ static T get(const T values[1], int) { return values[0]; }
};
template <class T> struct Cells<T, 2> {
  __device__ static T get(const T values[2], int i) { return i ? values[1] : values[0]; }
};

template <int N> __device__ int pick(int i) {
  int values[N];
  for (int k = 0; k < N; ++k)
    values[k] = 10 * k + static_cast<int>(blockIdx.x);
  return Cells<int, N>::get(values, i % N);
}

struct Scale {
  int offset;
  __device__ void operator()(int *out, int factor, int first) const {
    out[blockIdx.x * blockDim.x + threadIdx.x] = factor * static_cast<int>(threadIdx.x) + offset + first;
  }
};

struct Negate { // needs no block, and is given it all the same
  __device__ void operator()(int *out) const { out[threadIdx.x] = -static_cast<int>(threadIdx.x); }
};

struct Reverse {
  __device__ void operator()(int *out) const {
    __shared__ int values[32];
    values[threadIdx.x] = static_cast<int>(threadIdx.x);
    __syncthreads();
    out[threadIdx.x] = values[31 - threadIdx.x];
  }
};

template <class F, class... Rest> __global__ void apply(int *out, F callable, Rest... rest) {
  callable(out, rest...);
}

template <class F> __global__ void once(int *out, F callable) { callable(out); }

template <int N> __global__ void picks(int *out) { out[blockIdx.x] = pick<N>(blockIdx.x); }

int main() {
  int host[64], *out;
  cudaMalloc(&out, sizeof host);
  apply<<<2, 32>>>(out, Scale{5}, 3, 100);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[33], host[63]);
  apply<<<1, 32>>>(out, Negate());
  once<<<1, 32>>>(out + 32, Reverse());
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[31], host[32], host[63]);
  picks<1><<<2, 1>>>(out);
  picks<2><<<4, 1>>>(out + 2);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  printf("%d %d %d %d %d %d\n", host[0], host[1], host[2], host[3], host[4], host[5]);
}
