// Pairs of elements closer than a vector is wide, by a number of threads that no batch divides.
// Where the distance is no power of two, several threads share elements: they take turns.
#include <cstdio>

constexpr int threads = 40, chunk = 128;

__host__ __device__ inline void claim(int &a, int &b, int more) {
  if (a < 2)
    a = a + 1;
  else
    b = b + more;
}

__global__ void pairs(int *out, int distance) {
  __shared__ int own[chunk];
  for (int i = threadIdx.x; i < chunk; i += threads)
    own[i] = i % 3;
  __syncthreads();
  const int t = threadIdx.x;
  const int low = 2 * t - (t & (distance - 1));
  claim(own[low], own[low + distance], low % 7);
  __syncthreads();
  for (int i = threadIdx.x; i < chunk; i += threads)
    out[i] = own[i];
}

/// The other way to write it, for the first threads only.
__global__ void exchange(int *out, int distance, int count) {
  __shared__ int own[chunk];
  for (int i = threadIdx.x; i < chunk; i += threads)
    own[i] = i * 7 % 11;
  __syncthreads();
  const unsigned low = (threadIdx.x << 1) - ((distance - 1) & threadIdx.x);
  if (threadIdx.x < count)
    if (own[low] > own[low + distance]) {
      const int kept = own[low];
      own[low] = own[low + distance] - 5;
      own[low + distance] = kept + 1;
    }
  __syncthreads();
  for (int i = threadIdx.x; i < chunk; i += threads)
    out[i] = own[i];
}

/// Numbers of other sizes, from another thread on, and with the upper element first.
template <class T> __global__ void order(T *out, int distance, int skipped) {
  __shared__ T own[chunk];
  for (int i = threadIdx.x; i < chunk; i += threads)
    own[i] = static_cast<T>(i * 7 % 11);
  __syncthreads();
  const int x = threadIdx.x + skipped;
  const int low = 2 * x - (x & (distance - 1));
  if (own[low + distance] < own[low]) {
    const T kept = own[low + distance];
    own[low + distance] = own[low];
    own[low] = kept;
  }
  __syncthreads();
  for (int i = threadIdx.x; i < chunk; i += threads)
    out[i] = own[i];
}
template <class T> void testOrder(const char *type) {
  T *out;
  cudaMallocManaged(&out, chunk * sizeof(T));
  int wrong = 0;
  for (int distance : {1, 2, 4, 8})
    for (int skipped = 0; skipped < 8; ++skipped) {
      order<<<1, threads>>>(out, distance, skipped);
      cudaDeviceSynchronize();
      T own[chunk];
      for (int i = 0; i < chunk; ++i)
        own[i] = static_cast<T>(i * 7 % 11);
      for (int x = skipped; x < skipped + threads; ++x) {
        const int low = 2 * x - (x & (distance - 1));
        const T a = own[low], b = own[low + distance];
        own[low] = b < a ? b : a;
        own[low + distance] = b < a ? a : b;
      }
      for (int i = 0; i < chunk; ++i)
        wrong += own[i] != out[i];
    }
  std::printf("%s: %d wrong\n", type, wrong);
  cudaFree(out);
}

int differences(const int *out, int distance, int count, bool claims) {
  int own[chunk], wrong = 0;
  for (int i = 0; i < chunk; ++i)
    own[i] = claims ? i % 3 : i * 7 % 11;
  for (int t = 0; t < count; ++t) {
    const int low = 2 * t - (t & (distance - 1));
    int &a = own[low], &b = own[low + distance];
    if (claims) {
      claim(a, b, low % 7);
    } else if (a > b) {
      const int kept = a;
      a = b - 5;
      b = kept + 1;
    }
  }
  for (int i = 0; i < chunk; ++i)
    wrong += own[i] != out[i];
  return wrong;
}

int main() {
  int *out;
  cudaMallocManaged(&out, chunk * sizeof(int));
  for (int distance : {1, 2, 4, 8, 16, 3, 6}) {
    pairs<<<1, threads>>>(out, distance);
    cudaDeviceSynchronize();
    std::printf("distance %d: %d wrong\n", distance, differences(out, distance, threads, true));
  }
  for (int distance : {1, 2, 4, 32}) {
    for (int count : {40, 37, 16, 3}) {
      exchange<<<1, threads>>>(out, distance, count);
      cudaDeviceSynchronize();
      std::printf("distance %d, %d threads: %d wrong\n", distance, count,
                  differences(out, distance, count, false));
    }
  }
  testOrder<unsigned>("unsigned");
  testOrder<float>("float");
  testOrder<double>("double");
  testOrder<long long>("long long");
  testOrder<short>("short");
  return 0;
}
