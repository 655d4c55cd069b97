// extern __shared__ in all its spellings.
#include <cstdio>

__global__ void plain(int *out) {
  extern __shared__ int cells[];
  cells[threadIdx.x] = threadIdx.x * 2;
  __syncthreads();
  out[threadIdx.x] = cells[blockDim.x - 1 - threadIdx.x];
}

__global__ void aligned(int *out) {
  extern __shared__ __align__(16) unsigned char bytes[];
  // Several views of one allocation.
  double *doubles = reinterpret_cast<double *>(bytes);
  int *ints = (int *)(doubles + blockDim.x);
  doubles[threadIdx.x] = threadIdx.x + 0.5;
  ints[threadIdx.x] = threadIdx.x;
  __syncthreads();
  int other = (threadIdx.x + 1) % blockDim.x;
  out[threadIdx.x] = int(doubles[other] * 2) + ints[other];
}

__global__ void qualifierFirst(int *out) {
  __shared__ extern volatile float shared[];
  shared[threadIdx.x] = threadIdx.x;
  __syncthreads();
  out[threadIdx.x] = int(shared[threadIdx.x ^ 1]);
}

__global__ void beside(int *out) {
  __shared__ int fixed[4];
  extern __shared__ int2 pairs[];
  if (threadIdx.x < 4)
    fixed[threadIdx.x] = 100 * threadIdx.x;
  pairs[threadIdx.x] = make_int2(threadIdx.x, -1);
  __syncthreads();
  out[threadIdx.x] = fixed[3 - threadIdx.x % 4] + pairs[threadIdx.x].x + pairs[0].y;
}

__device__ int *window() {
  extern __shared__ int cells[];
  return cells + 1;
}

__global__ void throughFunction(int *out) {
  extern __shared__ int cells[];
  cells[threadIdx.x] = threadIdx.x;
  __syncthreads();
  if (threadIdx.x + 1 < blockDim.x)
    out[threadIdx.x] = window()[threadIdx.x];
}

template <typename T> struct SharedMemory {
  __device__ operator T *() {
    extern __shared__ double storage[];
    return (T *)storage;
  }
};

template <typename T> __global__ void generic(T *out) {
  T *cells = SharedMemory<T>();
  cells[threadIdx.x] = T(threadIdx.x);
  __syncthreads();
  out[threadIdx.x] = cells[(threadIdx.x + 2) % blockDim.x];
}

template <typename T> __global__ void genericBytes(T *out) {
  extern __shared__ __align__(sizeof(T)) unsigned char raw[];
  T *cells = reinterpret_cast<T *>(raw);
  cells[threadIdx.x] = T(threadIdx.x + 1);
  __syncthreads();
  T sum = 0;
  for (unsigned i = 0; i < blockDim.x; ++i)
    sum += cells[i];
  out[threadIdx.x] = sum;
}

static void show(const char *name, int *device) {
  int host[8];
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s:", name);
  for (int value : host)
    printf(" %d", value);
  printf("\n");
  cudaMemset(device, 0, sizeof(host));
}

int main() {
  int *device;
  float *floats, hostFloats[8];
  cudaMalloc(&device, 8 * sizeof(int));
  cudaMalloc(&floats, 8 * sizeof(float));
  cudaMemset(device, 0, 8 * sizeof(int));
  plain<<<1, 8, 8 * sizeof(int)>>>(device);
  show("plain", device);
  aligned<<<1, 8, 8 * (sizeof(double) + sizeof(int))>>>(device);
  show("aligned", device);
  qualifierFirst<<<1, 8, 8 * sizeof(float)>>>(device);
  show("qualifier first", device);
  beside<<<1, 8, 8 * sizeof(int2)>>>(device);
  show("beside", device);
  throughFunction<<<1, 8, 8 * sizeof(int)>>>(device);
  show("through function", device);
  generic<int><<<1, 8, 8 * sizeof(int)>>>(device);
  show("generic", device);
  genericBytes<<<1, 8, 8 * sizeof(int)>>>(device);
  show("generic bytes", device);
  generic<<<1, 8, 8 * sizeof(float)>>>(floats);
  cudaMemcpy(hostFloats, floats, sizeof(hostFloats), cudaMemcpyDeviceToHost);
  printf("%.1f %.1f\n", hostFloats[0], hostFloats[7]);
  cudaFree(device);
  cudaFree(floats);
}
