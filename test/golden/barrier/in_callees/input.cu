// Barriers in device functions, templates, methods, function objects, lambdas and recursion.
#include <cstdio>

__shared__ int cells[32];

__device__ void publish(int value) {
  cells[threadIdx.x] = value;
  __syncthreads();
}

template <bool Before> __device__ int take(int from) {
  if (Before)
    __syncthreads();
  int value = cells[from % 32];
  __syncthreads();
  return value;
}

struct Channel {
  int step;
  __device__ int operator()(int value) const {
    publish(value);
    return take<false>(threadIdx.x + step);
  }
  __device__ int twice(int value) const { return (*this)((*this)(value)); }
};

template <typename F> __device__ int repeat(int times, int value, F f) {
  for (int i = 0; i < times; ++i)
    value = f(value);
  return value;
}

__device__ int rounds(int depth, int value) {
  if (depth == 0)
    return value;
  publish(value);
  return rounds(depth - 1, take<true>(threadIdx.x + 1));
}

__global__ void run(int *out) {
  int i = threadIdx.x;
  Channel channel = {1};
  int value = channel.twice(i);                           // i + 2
  value = repeat(3, value, Channel{2});                   // i + 8
  value = repeat(2, value, [&](int x) {
    publish(x);
    return take<false>(threadIdx.x + channel.step);       // i + 10
  });
  out[i] = rounds(4, value);                              // i + 14
}

int main() {
  int host[32], *device;
  cudaMalloc(&device, sizeof(host));
  run<<<1, 32>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  bool right = true;
  for (int i = 0; i < 32; ++i)
    right = right && host[i] == (i + 14) % 32;
  printf("%d %d %s\n", host[0], host[31], right ? "right" : "wrong");
  cudaFree(device);
}
