// C++11 input: no generic lambdas, no deduced return types, no variable templates.
#include <cstdio>
#include <memory>
#include <vector>

template <typename T> struct DeviceDeleter {
  void operator()(T *pointer) const { cudaFree(pointer); }
};
template <typename T> using DevicePointer = std::unique_ptr<T, DeviceDeleter<T>>;

template <typename T> DevicePointer<T> allocate(std::size_t n) {
  T *raw = nullptr;
  cudaMalloc(&raw, n * sizeof(T));
  return DevicePointer<T>(raw);
}

__global__ void iota(int *out, int n) {
  for (int i = threadIdx.x; i < n; i += blockDim.x)
    out[i] = i;
}

int main() {
  static_assert(__cplusplus >= 201103L, "C++11");
  auto device = allocate<int>(100);
  std::vector<int> host(100);
  iota<<<1, 32>>>(device.get(), 100);
  cudaMemcpy(host.data(), device.get(), host.size() * sizeof(int), cudaMemcpyDeviceToHost);
  long sum = 0;
  for (int value : host)
    sum += value;
  std::printf("%ld\n", sum);
}
