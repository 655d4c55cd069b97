// The block reduction that every CUDA code base has, as a template over the operation.
#include <climits>
#include <cstdio>

struct Sum {
  template <typename T> __device__ T operator()(T a, T b) const { return a + b; }
};
struct Largest {
  template <typename T> __device__ T operator()(T a, T b) const { return a > b ? a : b; }
};

template <typename T, typename Op> __device__ __inline__ T warpReduce(T value, Op op) {
#pragma unroll
  for (int offset = warpSize / 2; offset > 0; offset /= 2)
    value = op(value, __shfl_xor_sync(0xffffffff, value, offset, warpSize));
  return value;
}

template <typename T, typename Op> __device__ T blockReduce(T value, Op op, T identity) {
  static __shared__ T perWarp[32];
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  value = warpReduce(value, op);
  if (lane == 0)
    perWarp[warp] = value;
  __syncthreads();
  value = lane < (blockDim.x + 31) / 32 ? perWarp[lane] : identity;
  if (warp == 0)
    value = warpReduce(value, op);
  __syncthreads();
  return value;
}

__global__ void reduce(const int *in, int n, int *sum, int *largest) {
  int value = 0, most = INT_MIN;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x) {
    value += in[i];
    most = max(most, in[i]);
  }
  value = blockReduce(value, Sum(), 0);
  most = blockReduce(most, Largest(), INT_MIN);
  if (threadIdx.x == 0) {
    atomicAdd(sum, value);
    atomicMax(largest, most);
  }
}

int main() {
  const int n = 5000;
  static int host[n];
  int expected = 0;
  for (int i = 0; i < n; ++i) {
    host[i] = (i * 37) % 1009 - 500;
    expected += host[i];
  }
  int *in, *out, results[2] = {0, INT_MIN};
  cudaMalloc(&in, sizeof(host));
  cudaMalloc(&out, sizeof(results));
  cudaMemcpy(in, host, sizeof(host), cudaMemcpyHostToDevice);
  cudaMemcpy(out, results, sizeof(results), cudaMemcpyHostToDevice);
  reduce<<<3, 256>>>(in, n, out, out + 1);
  cudaMemcpy(results, out, sizeof(results), cudaMemcpyDeviceToHost);
  printf("%d %d %s\n", results[0], results[1], results[0] == expected ? "right" : "wrong");
  cudaFree(in);
  cudaFree(out);
}
