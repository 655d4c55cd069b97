// Guards on indices that are wider than the sum they are made of: the sum may wrap around in the
// midst of a row, and the guard then holds for two stretches of it.
#include <cstdio>

constexpr int threads = 64;

__global__ void widened(unsigned start, size_t n, int *out) {
  size_t i = start + threadIdx.x;
  if (i >= n)
    return;
  out[threadIdx.x] = static_cast<int>(i % 1000) + 1;
}

__global__ void unsignedSum(unsigned start, unsigned n, int *out) {
  if (start + threadIdx.x < n)
    out[threadIdx.x] = static_cast<int>((start + threadIdx.x) % 1000) + 1;
}

__global__ void mixed(unsigned start, long long least, int most, int *out) {
  const long long i = start - 2 * threadIdx.x;
  if (i >= least && i <= most)
    out[threadIdx.x] = static_cast<int>(i) + 1;
}

__global__ void strided(unsigned start, unsigned long long n, int *out) {
  for (unsigned long long i = start + threadIdx.x; i < n; i += 1500)
    out[threadIdx.x] += static_cast<int>(i % 1000) + 1;
}

/// The ends of the stretches in which threads have written, and what they wrote.
static void show(const char *name, int *out) {
  cudaDeviceSynchronize();
  std::printf("%s:", name);
  long sum = 0;
  for (int t = 0; t < threads; ++t) {
    if ((out[t] != 0) != (t > 0 && out[t - 1] != 0))
      std::printf(" %d", t);
    sum += static_cast<long>(out[t]) * (t + 1);
  }
  std::printf(" sum %ld\n", sum);
  for (int t = 0; t < threads; ++t)
    out[t] = 0;
}

int main() {
  int *out;
  cudaMallocManaged(&out, threads * sizeof(int));
  show("nothing", out);
  for (unsigned start : {0u, 990u, 4294967270u}) {
    widened<<<1, threads>>>(start, 1000, out);
    show("widened", out);
    widened<<<1, threads>>>(start, 4294967290ull, out);
    show("widened, large", out);
    unsignedSum<<<1, threads>>>(start, 1000, out);
    show("unsigned", out);
    strided<<<1, threads>>>(start, 4294967290ull - (start > 1000 ? 0 : 4294960000ull), out);
    show("strided", out);
  }
  for (unsigned start : {30u, 200u, 60u}) {
    mixed<<<1, threads>>>(start, -1, 150, out);
    show("mixed", out);
    mixed<<<1, threads>>>(start, -(1ll << 40), 2147483647, out);
    show("mixed, wide", out);
  }
  return cudaFree(out);
}
