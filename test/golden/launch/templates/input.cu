// Kernel templates: explicit and deduced arguments, values, packs, template template arguments.
#include <cstdio>

template <typename T> __global__ void fill(T *out, T value) { out[threadIdx.x] = value; }

template <typename T, int Scale> __global__ void scale(T *data) { data[threadIdx.x] *= Scale; }

template <int N, typename T, typename... Rest>
__global__ void addAll(T *data, Rest... rest) {
  T terms[] = {T(rest)...};
  for (int i = 0; i < N; ++i)
    data[threadIdx.x] += terms[i];
}

template <typename T> struct Plus {
  __device__ T operator()(T a, T b) const { return a + b; }
};
template <typename T> struct Max {
  __device__ T operator()(T a, T b) const { return a < b ? b : a; }
};

template <template <typename> class Op, typename T> __global__ void fold(T *data, int n) {
  if (threadIdx.x == 0)
    for (int i = 1; i < n; ++i)
      data[0] = Op<T>()(data[0], data[i]);
}

// A specialisation changes the kernel's body, not the launch.
template <> __global__ void fill<char>(char *out, char value) { out[threadIdx.x] = value + 1; }

// The launch itself depends on template arguments.
template <typename T> void run(const char *name, T start) {
  T *device, host[4];
  cudaMalloc(&device, sizeof(host));
  fill<<<1, 4>>>(device, start);
  scale<T, 3><<<1, 4>>>(device);
  addAll<2><<<1, 4>>>(device, 1, 2.0f);
  fold<Plus><<<1, 32>>>(device, 4);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s: %d %d\n", name, int(host[0]), int(host[3]));
  fold<Max, T><<<1, 32>>>(device, 4);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%s max: %d\n", name, int(host[0]));
  cudaFree(device);
}

int main() {
  run<int>("int", 5);
  run("double", 2.0);
  run<char>("char", 1);
}
