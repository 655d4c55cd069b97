// Steps that change elements of shared arrays or leave them: in the kernel, in a function, with a
// distance that may be zero, for a part of the threads, and where several threads look at one.
#include <cstdio>

constexpr int chunk = 128, threads = chunk / 2;

template <class T> __device__ void order(T &a, T &b, bool up) {
  if ((a > b) == up) {
    const T t = a;
    a = b;
    b = t;
  }
}

/// Not the same if both are one.
__device__ void divide(int &a, int &b, int by) {
  if (a > by) {
    a = a - by;
    b = b + 2 * by;
  }
}

__global__ void sortKeys(unsigned *keys, float *values) {
  __shared__ unsigned own[chunk];
  __shared__ float other[2][chunk];
  const unsigned t = threadIdx.x;
  for (unsigned i = t; i < chunk; i += threads) {
    own[i] = keys[blockIdx.x * chunk + i];
    other[1][i] = values[blockIdx.x * chunk + i];
  }
  for (int size = 2; size <= chunk; size *= 2)
    for (int distance = size / 2; distance > 0; distance /= 2) {
      __syncthreads();
      const unsigned low = 2 * t - (t & (distance - 1));
      order(own[low], own[low + distance], (low & size) == 0);
      if ((other[1][low] < other[1][low + distance]) == ((low & size) == 0)) {
        const float swap = other[1][low];
        other[1][low] = other[1][low + distance];
        other[1][low + distance] = swap;
      }
    }
  __syncthreads();
  for (unsigned i = t; i < chunk; i += threads) {
    keys[blockIdx.x * chunk + i] = own[i];
    values[blockIdx.x * chunk + i] = other[1][i];
  }
}

__global__ void distances(int *out, int distance, int by) {
  __shared__ int own[256];
  const int t = threadIdx.x;
  own[t] = 3 * t % 17;
  own[t + 128] = t;
  __syncthreads();
  if (t < 100)
    divide(own[t], own[t + distance], by);
  __syncthreads();
  if (own[t] > own[128 + t]) {
    own[t] = own[128 + t];
    own[128 + t] = -1;
  }
  __syncthreads();
  out[t] = own[t];
  out[t + 128] = own[t + 128];
}

/// The first thread that comes changes it, the others see that it is changed.
__global__ void once(int *out) {
  __shared__ int flag[4];
  if (threadIdx.x < 4)
    flag[threadIdx.x] = 0;
  __syncthreads();
  if (flag[threadIdx.x & 3] == 0)
    flag[threadIdx.x & 3] = 7;
  if (flag[2] == 0)
    flag[2] = 9;
  __syncthreads();
  if (threadIdx.x < 4)
    out[threadIdx.x] = flag[threadIdx.x];
}

int main() {
  constexpr int n = 3 * chunk;
  unsigned *keys;
  float *values;
  int *out;
  cudaMallocManaged(&keys, n * sizeof(unsigned));
  cudaMallocManaged(&values, n * sizeof(float));
  cudaMallocManaged(&out, 256 * sizeof(int));
  unsigned state = 12345;
  for (int i = 0; i < n; ++i) {
    state = state * 1664525u + 1013904223u;
    keys[i] = state;
    values[i] = static_cast<float>(state >> 12);
  }
  values[5] = 0.0f / (values[6] - values[6]); // compares with nothing
  values[5] = values[5] == values[5] ? 1.0f : 2.0f;
  sortKeys<<<3, threads>>>(keys, values);
  cudaDeviceSynchronize();
  int wrong = 0;
  unsigned long long sum = 0;
  for (int i = 0; i < n; ++i) {
    wrong += i % chunk && (keys[i - 1] > keys[i] || values[i - 1] < values[i]);
    sum += static_cast<unsigned long long>(keys[i]) * (i + 1) +
           static_cast<unsigned long long>(values[i]);
  }
  std::printf("sorted: %d wrong, sum %llu\n", wrong, sum);
  for (int distance : {128, 0}) {
    distances<<<1, 128>>>(out, distance, 5);
    cudaDeviceSynchronize();
    long total = 0;
    for (int i = 0; i < 256; ++i)
      total += static_cast<long>(out[i]) * (i % 13 + 1);
    std::printf("distance %d: %ld\n", distance, total);
  }
  once<<<1, 64>>>(out);
  cudaDeviceSynchronize();
  std::printf("once: %d %d %d %d\n", out[0], out[1], out[2], out[3]);
  return 0;
}
