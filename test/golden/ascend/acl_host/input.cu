// Host code over AscendCL itself: calls by their rows, what blocks in CUDA waits here, kernels take
// the configuration of their launch as an argument.
#include <cuda_runtime.h>

#include <cstdio>
#include <vector>

#define CHECK(call)                                                                                \
  do {                                                                                             \
    cudaError_t status = (call);                                                                   \
    if (status != cudaSuccess) {                                                                   \
      printf("%s: %s\n", #call, cudaGetErrorString(status));                                       \
      return 1;                                                                                    \
    }                                                                                              \
  } while (0)

__constant__ float factors[2];

__global__ void scale(float *x, int n);

template <class T> __global__ void fill(T *x, T value, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] = value + i;
}

__global__ void scale(float *x, int n) {
  extern __shared__ float tile[];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  tile[threadIdx.x] = i < n ? x[i] * factors[0] : 0;
  __syncthreads();
  if (i < n)
    x[i] = tile[threadIdx.x] + factors[1];
}

int main() {
  const int n = 1000;
  int devices = 0;
  CHECK(cudaGetDeviceCount(&devices));
  CHECK(cudaSetDevice(0));
  cudaDeviceProp properties;
  CHECK(cudaGetDeviceProperties(&properties, 0));
  printf("%d %d\n", devices > 0, properties.warpSize);

  float *x, *pinned, host[2] = {2, 0.5f};
  cudaStream_t stream;
  cudaEvent_t begin, end;
  CHECK(cudaMalloc((void **)&x, n * sizeof(float)));
  CHECK(cudaMallocHost(&pinned, n * sizeof(float)));
  CHECK(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
  CHECK(cudaEventCreate(&begin));
  CHECK(cudaEventCreateWithFlags(&end, cudaEventDefault));
  CHECK(cudaMemcpyToSymbol(factors, host, sizeof host));

  cudaEventRecord(begin);
  fill<float><<<(n + 127) / 128, 128>>>(x, 1.0f, n);
  CHECK(cudaGetLastError());
  cudaEventRecord(end, 0);
  cudaStreamWaitEvent(stream, end, 0);
  scale<<<(n + 127) / 128, 128, 128 * sizeof(float), stream>>>(x, n);
  CHECK(cudaMemcpyAsync(pinned, x, n * sizeof(float), cudaMemcpyDeviceToHost, stream));
  CHECK(cudaStreamSynchronize(stream));
  printf("%g %g %g\n", pinned[0], pinned[1], pinned[n - 1]);

  CHECK(cudaMemsetAsync(x, 0, n * sizeof(float), stream));
  CHECK(cudaDeviceSynchronize());
  fill<<<dim3(8), dim3(125)>>>(x, 0.0f, n);
  std::vector<float> result(n);
  CHECK(cudaMemcpy(result.data(), x, result.size() * sizeof(float), cudaMemcpyDeviceToHost));
  float ms = -1;
  CHECK(cudaEventElapsedTime(&ms, begin, end));
  printf("%g %d %s\n", result[n - 1], ms >= 0, cudaGetErrorString(cudaSuccess));

  CHECK(cudaEventDestroy(begin));
  CHECK(cudaEventDestroy(end));
  CHECK(cudaStreamDestroy(stream));
  CHECK(cudaFreeHost(pinned));
  CHECK(cudaFree(x));
  CHECK(cudaFree(nullptr));
  return 0;
}
