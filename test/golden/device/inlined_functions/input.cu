// Every kind of device function that may become a part of its callers, and those that may not.
#include <cstdio>

struct Pair {
  float a, b;
  __device__ explicit Pair(float both) : a(both), b(both) {}
  __device__ float sum() const { return a + b; }
  __host__ __device__ Pair operator*(float by) const;
  __device__ static float half(float x) { return x / 2; }
  __device__ operator float() const { return a - b; }
};

__host__ __device__ Pair Pair::operator*(float by) const {
  Pair result = *this;
  result.a *= by;
  return result;
}

template <class T> __device__ T blend(T a, T b, T by) { return a + (b - a) * by; }
template <> __device__ int blend<int>(int a, int b, int by) { return by ? b : a; }

__device__ float later(float x);
__device__ inline float marked(float x) { return x + 1; }
__forceinline__ __device__ float forced(float x) { return x + 2; }
__noinline__ __device__ float kept(float x) { return x + 3; }

__device__ int digits(int n) { return n < 10 ? 1 : 1 + digits(n / 10); }
__device__ int odd(int n);
__device__ int even(int n) { return n == 0 ? 1 : odd(n - 1); }
__device__ int odd(int n) { return n == 0 ? 0 : even(n - 1); }

typedef float (*Function)(float);
__device__ float taken(float x) { return x * 4; }
__device__ float call(Function function, float x) { return function(x); }

#define DEFINE_SCALE(name, by)                                                                     \
  __device__ float name(float x) { return x * by; }
DEFINE_SCALE(twice, 2)

namespace inner {
[[nodiscard]] __device__ float attributed(float x) { return -x; }
extern "C" __device__ float plain(float x) { return x * x; }
} // namespace inner

__device__ void exchange(float &a, float &b) {
  const float t = a;
  a = b;
  b = t;
}

__global__ void all(float *out, int n) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  float x = i, y = 1;
  exchange(x, y);
  Pair pair = Pair(y) * 3.0f;
  out[i] = pair.sum() + Pair::half(x) + pair + blend(x, y, 0.5f) + blend(1, 2, i & 1) + later(y) +
           marked(x) + forced(x) + kept(x) + digits(i * 7) + even(i % 5) + call(taken, y) +
           twice(y) + inner::attributed(y) + inner::plain(x);
}

__device__ float later(float x) { return marked(x) * 2; }

int main() {
  const int n = 300;
  float *out;
  cudaMallocManaged(&out, n * sizeof(float));
  all<<<3, 128>>>(out, n);
  cudaDeviceSynchronize();
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += out[i] * (i % 7 + 1);
  std::printf("%g %g %.0f\n", out[0], out[7], sum);
  return cudaFree(out);
}
