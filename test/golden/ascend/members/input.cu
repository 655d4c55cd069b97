// Calls that only an instance resolves, shared arrays whose type has a name in their function only,
// functions that the program adds to those of the API.
#include <cstdio>
#include <cuda_runtime.h>

inline __host__ __device__ float3 make_float3(float s) { return make_float3(s, s, s); }
inline __host__ __device__ float3 operator+(float3 a, float3 b) {
  return make_float3(a.x + b.x, a.y + b.y, a.z + b.z);
}

template <class T, int N> struct Shift {
  T offset;
  __device__ T apply(T value) const { return value + offset + T(blockIdx.x); }
  static __device__ void run(T *data) {
    __shared__ T kept[N];
    kept[threadIdx.x] = data[blockIdx.x * N + threadIdx.x];
    __syncthreads();
    Shift shift = {T(1)};
    data[blockIdx.x * N + threadIdx.x] = shift.apply(kept[N - 1 - threadIdx.x]);
  }
};

template <class T, int N> __global__ void shifted(T *data) { Shift<T, N>::run(data); }

template <class Value> __device__ Value blockSum(Value value) {
  __shared__ Value parts[32];
  parts[threadIdx.x] = value;
  __syncthreads();
  Value sum = 0;
  for (int i = 0; i < blockDim.x; ++i)
    sum += parts[i];
  __syncthreads();
  return sum;
}

#ifdef __CUDACC__
__device__
#endif
int twice(int value) {
  return 2 * value;
}

__global__ void sums(float *out, float3 *vector) {
  typedef short2 Pair;
  __shared__ Pair pairs[2];
  if (threadIdx.x < 2)
    pairs[threadIdx.x] = make_short2(threadIdx.x, 7);
  float a = blockSum<float>(0.5f);
  int b = blockSum(twice(threadIdx.x));
  if (threadIdx.x == 0) {
    out[0] = a;
    out[1] = b;
    out[2] = pairs[1].x + pairs[1].y;
    vector[0] = make_float3(1.5f) + make_float3(1, 2, 3);
  }
}

int main() {
  const int n = 8;
  int host[n], *data;
  float *out, seen[3];
  float3 *vector, v;
  for (int i = 0; i < n; ++i)
    host[i] = 10 * i;
  cudaMalloc(&data, sizeof host);
  cudaMalloc(&out, sizeof seen);
  cudaMalloc(&vector, sizeof v);
  cudaMemcpy(data, host, sizeof host, cudaMemcpyHostToDevice);
  shifted<int, 4><<<min(2, n), 4>>>(data);
  sums<<<1, 8>>>(out, vector);
  cudaMemcpy(host, data, sizeof host, cudaMemcpyDeviceToHost);
  cudaMemcpy(seen, out, sizeof seen, cudaMemcpyDeviceToHost);
  cudaMemcpy(&v, vector, sizeof v, cudaMemcpyDeviceToHost);
  for (int i = 0; i < n; ++i)
    std::printf("%d ", host[i]);
  std::printf("\n%g %g %g\n%g %g %g\n", seen[0], seen[1], seen[2], v.x, v.y, v.z);
}
