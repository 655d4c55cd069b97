// C++20 input: concepts, constrained kernels, designated initialisers, spans, ranges on the host.
#include <concepts>
#include <cstdio>
#include <span>
#include <vector>

template <typename T>
concept Number = std::integral<T> || std::floating_point<T>;

struct Options {
  int scale = 1;
  int offset = 0;
};

template <Number T>
  requires(sizeof(T) >= 4)
__global__ void map(T *data, int n, Options options) {
  if (int i = threadIdx.x; i < n) [[likely]]
    data[i] = data[i] * options.scale + options.offset;
}

template <Number T> void run(std::span<T> host) {
  T *device;
  cudaMalloc(&device, host.size_bytes());
  cudaMemcpy(device, host.data(), host.size_bytes(), cudaMemcpyHostToDevice);
  map<<<1, 32>>>(device, int(host.size()), Options{.scale = 2, .offset = 1});
  cudaMemcpy(host.data(), device, host.size_bytes(), cudaMemcpyDeviceToHost);
  cudaFree(device);
}

int main() {
  std::vector<int> ints = {1, 2, 3};
  std::vector<double> doubles = {0.5};
  run(std::span<int>(ints));
  run(std::span<double>(doubles));
  auto show = []<typename T>(T first, T last) { printf("%g %g\n", double(first), double(last)); };
  show(ints.front(), ints.back());
  show(doubles.front(), doubles.back());
}
