// Arrays that each thread has of its own, handed to functions in which threads meet: a pointer to
// one is another one for each thread, even before anything is in it.
#include <cstdio>

// Levels of a recursion that ends, the last without any exchange.
template <typename T, int N> struct Merge {
  static __device__ void run(const T in[N], T out[N]) {
    T a[N / 2], b[N - N / 2];
    for (int i = 0; i < N / 2; ++i)
      a[i] = in[i];
    for (int i = N / 2; i < N; ++i)
      b[i - N / 2] = in[i];
    T aOut[N / 2];
    Merge<T, N / 2>::run(a, aOut);
    T bOut[N - N / 2];
    Merge<T, N - N / 2>::run(b, bOut);
    for (int i = 0; i < N / 2; ++i)
      out[i] = aOut[i] + __shfl_xor_sync(~0u, bOut[0], 1);
    for (int i = N / 2; i < N; ++i)
      out[i] = bOut[i - N / 2];
  }
};
template <typename T> struct Merge<T, 1> {
  static __device__ void run(const T in[1], T out[1]) { out[0] = in[0]; }
};

template <typename T, int N> __device__ void exchange(T values[N], T out[N]) {
  for (int i = 0; i < N; ++i)
    values[i] = values[i] + __shfl_xor_sync(~0u, values[i], 1);
  Merge<T, N>::run(values, out);
}

template <typename T, int N> __device__ void all(const T *in, T *out) {
  T values[N];
  for (int i = 0; i < N; ++i)
    values[i] = in[threadIdx.x * N + i];
  T exchanged[N];
  exchange<T, N>(values, exchanged);
  for (int i = 0; i < N; ++i)
    out[threadIdx.x * N + i] = exchanged[i];
}

template <typename T> __device__ bool pick(const T *in, T *out, int n) {
  if (n <= 32) {
    all<T, 1>(in, out);
    return true;
  } else if (n <= 64) {
    all<T, 2>(in, out);
    return true;
  } else if (n <= 96) {
    all<T, 3>(in, out);
    return true;
  }
  return false;
}

__global__ void merge(const float *in, float *out, int n) {
  if (!pick<float>(in, out, n))
    out[threadIdx.x] = -1;
}

struct Pair {
  int kept[2];
};
__device__ void neighbours(int *to, int value) {
  to[0] = __shfl_up_sync(~0u, value, 1);
  to[1] = __shfl_down_sync(~0u, value, 1);
}
// Through a variable, and as a part of an object.
__global__ void through(int *out) {
  int kept[2];
  int *to = kept;
  neighbours(to, 2 * threadIdx.x);
  Pair pair;
  neighbours(pair.kept, 3 * threadIdx.x);
  __syncthreads();
  out[threadIdx.x] = kept[0] * 1000 + kept[1] + pair.kept[0] - pair.kept[1];
}

int main() {
  float *in, *out;
  cudaMallocManaged(&in, 128 * sizeof(float));
  cudaMallocManaged(&out, 128 * sizeof(float));
  for (int i = 0; i < 128; ++i)
    in[i] = i;
  const int sizes[] = {14, 50, 90, 100};
  for (int n : sizes) {
    merge<<<1, 32>>>(in, out, n);
    cudaDeviceSynchronize();
    printf("%g %g %g %g\n", out[0], out[1], out[30], out[31]);
  }
  int *numbers = reinterpret_cast<int *>(out);
  through<<<1, 64>>>(numbers);
  cudaDeviceSynchronize();
  printf("%d %d %d\n", numbers[0], numbers[33], numbers[63]);
  return 0;
}
