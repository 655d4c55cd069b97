// What only the instantiations of templates tell: chains of them that end, types that are deduced,
// members of classes that depend on them, and a keyword that nvcc lets one leave out.
#include <cstdint>
#include <cstdio>

// Each level is another instantiation, and all threads of a warp meet in each.
template <int N> struct Halves {
  static __device__ int sum(const int *values) {
    const int left = Halves<N / 2>::sum(values);
    const int right = Halves<N - N / 2>::sum(values + N / 2);
    return left + right + __shfl_xor_sync(~0u, values[0], N);
  }
};
template <> struct Halves<1> {
  static __device__ int sum(const int *values) { return values[0]; }
};

__global__ void levels(int *out) {
  int values[4];
  for (int i = 0; i < 4; ++i)
    values[i] = threadIdx.x + i;
  out[threadIdx.x] = Halves<4>::sum(values);
}

// The types of what comes from other lanes are known in the instantiations only.
template <class T> __device__ void fold(T &mean, int &count) {
  for (int step = 16; step > 0; step >>= 1) {
    auto others = __shfl_down_sync(~0u, count, step);
    auto other = __shfl_down_sync(~0u, mean, step);
    mean = (mean * count + other * others) / (count + others);
    count += others;
  }
}

template <class T> __global__ void means(const T *in, T *out) {
  T mean = in[threadIdx.x];
  int count = 1;
  fold(mean, count);
  if (threadIdx.x % 32 == 0)
    out[threadIdx.x / 32] = mean + count;
}

template <class To, class From> struct Convert {
  template <int N> static __device__ void all(To *to, const From *from) {
    for (int i = 0; i < N; ++i)
      to[i] = static_cast<To>(from[i]) + 1;
  }
};

// Without the keyword, `all < N > (...)` would be two comparisons.
template <int N, class To, class From> __device__ void convert(To *to, const From *from) {
  Convert<To, From>::all<N>(to, from);
}

template <int N, class From> __global__ void converted(const From *in, int *out) {
  __shared__ int tile[32 * N];
  convert<N>(tile + threadIdx.x * N, in + threadIdx.x * N);
  __syncthreads();
  for (int i = 0; i < N; ++i)
    out[i * 32 + threadIdx.x] = tile[32 * N - 1 - (i * 32 + threadIdx.x)];
}

// Twenty exchanges in a function that is called twice: more than a stack takes at once.
__device__ int exchange(int value) {
  value += __shfl_xor_sync(~0u, value, 1) + __shfl_xor_sync(~0u, value, 2);
  value += __shfl_xor_sync(~0u, value, 4) + __shfl_xor_sync(~0u, value, 8);
  return value + __shfl_xor_sync(~0u, value, 16);
}
__device__ int exchangeOften(int value) {
  value = exchange(value) % 1009;
  value = exchange(value) % 1009;
  value = exchange(value) % 1009;
  value = exchange(value) % 1009;
  value = exchange(value) % 1009;
  value = exchange(value) % 1009;
  value = exchange(value) % 1009;
  return exchange(value) % 1009;
}
__global__ void often(int *out) {
  int value = exchangeOften(threadIdx.x % 32 == 0);
  value = exchangeOften(value + (threadIdx.x % 32 == 0));
  value = exchangeOften(value + (threadIdx.x % 32 == 0));
  value = exchangeOften(value + (threadIdx.x % 32 == 0));
  out[threadIdx.x] = value;
}

// Addresses of shared memory in 32 bits, and copies that are waited for.
template <class T> __device__ void copyLater(T *to, const T *from) {
  const uint32_t address = static_cast<uint32_t>(__cvta_generic_to_shared(to));
  asm volatile("cp.async.ca.shared.global [%0], [%1], %2;\n" ::"r"(address), "l"(from),
               "n"(sizeof(T)));
}

template <class T> __device__ T last(const T *from) {
  __shared__ T kept[64];
  copyLater(&kept[threadIdx.x], from + threadIdx.x);
  asm volatile("cp.async.wait_all;\n" ::);
  __syncthreads();
  return kept[63];
}

template <class T> __global__ void copied(const T *in, T *out) {
  __shared__ T tile[64];
  copyLater(&tile[threadIdx.x], in + threadIdx.x);
  asm volatile("cp.async.wait_all;\n" ::);
  __syncthreads();
  const T mirrored = tile[63 - threadIdx.x];
  __syncthreads();
  copyLater(&tile[threadIdx.x], in + 63 - threadIdx.x);
  asm volatile("cp.async.wait_all;\n" ::);
  out[threadIdx.x] = mirrored + tile[threadIdx.x] + last(in);
}

// Nothing instantiates it, so nobody knows what it calls.
template <class Pool> __global__ void never(Pool pool, int *out) {
  out[threadIdx.x] = pool.take(threadIdx.x);
  __syncthreads();
}

int main() {
  int *out;
  float *in;
  cudaMallocManaged(&out, 256 * sizeof(int));
  cudaMallocManaged(&in, 256 * sizeof(float));
  levels<<<1, 64>>>(out);
  cudaDeviceSynchronize();
  int sum = 0;
  for (int i = 0; i < 32; ++i)
    sum += out[i];
  printf("levels %d %d\n", out[5], sum);
  for (int i = 0; i < 256; ++i)
    in[i] = i;
  means<<<1, 64>>>(in, in + 128);
  cudaDeviceSynchronize();
  printf("means %g %g\n", in[128], in[129]);
  for (int i = 0; i < 256; ++i)
    in[i] = i;
  converted<4><<<1, 32>>>(in, out);
  cudaDeviceSynchronize();
  printf("converted %d %d %d\n", out[0], out[1], out[127]);
  often<<<1, 64>>>(out);
  cudaDeviceSynchronize();
  printf("often %d %d %d\n", out[0], out[1], out[63]);
  copied<<<1, 64>>>(in, in + 128);
  cudaDeviceSynchronize();
  printf("copied %g %g %g\n", in[128], in[129], in[191]);
  return 0;
}
