// What a page must show of kernels, and what must not break it: </script><script>window.hacked=1</script>
#include "common.cuh"
#include <cuda_fp16.h>
#include <missing_library.h>

__global__ void __launch_bounds__(256) reduceSum(const float *in, float *out, int n) {
  __shared__ float part[256];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  part[threadIdx.x] = i < n ? in[i] : 0.0f;
  __syncthreads();
  for (int width = blockDim.x / 2; width > 0; width /= 2) {
    if (threadIdx.x < width)
      part[threadIdx.x] += part[threadIdx.x + width];
    __syncthreads();
  }
  if (threadIdx.x == 0)
    atomicAdd(out, part[0]);
}

__global__ void preciseScale(double *x, double factor, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] *= factor;
}

template <typename T> __global__ void copyShared(const T *in, T *out) {
  extern __shared__ unsigned char raw[];
  T *tile = reinterpret_cast<T *>(raw);
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  out[threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
}

__global__ void halfAdd(__half *a, const __half *b) { a[threadIdx.x] = a[threadIdx.x] + b[threadIdx.x]; }

// "quotes" 'apostrophes' & <img src=x onerror=window.hacked=2> and a turn of direction: ‮ desrever
const char *note() { return "Größe 核函数 😀 </td></tr></table>"; }

// One line that is longer than any page is wide, in which something changes at the start and at the end.
void longLine(float *p) { CHECK(cudaMalloc(&p, 1)); CHECK(cudaMemset(p, 0, 1)); /* lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua ut enim ad minim veniam quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur excepteur sint occaecat cupidatat non proident */ CHECK(cudaFree(p)); }

void run(const float *in, float *out, double *x, int n) {
  reduceSum<<<(n + 255) / 256, 256>>>(in, out, n);
  preciseScale<<<(n + 255) / 256, 256>>>(x, 2.0, n);
  copyShared<float><<<1, 64, 64 * sizeof(float)>>>(in, out);
  CHECK(cudaDeviceSynchronize());
}
