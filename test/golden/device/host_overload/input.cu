// One name for two functions: the host calls one of them, kernels the other.
#include <cstdio>

int scaled(int x);
__device__ int scaled(int x) { return 10 * x; }
__device__ int twice(int x) { return scaled(x) + scaled(x); }

namespace detail {
int offset() { return 1; }
__device__ int offset() { return 2; }
} // namespace detail

__global__ void fill(int *out) { out[threadIdx.x] = twice(threadIdx.x) + detail::offset(); }

int scaled(int x) { return 100 * x; }

int main() {
  int *out, host[4];
  cudaMalloc(&out, sizeof host);
  fill<<<1, 4>>>(out);
  cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
  std::printf("%d %d %d %d\n", host[0], host[3], scaled(1), detail::offset());
  cudaFree(out);
}
