// Launches spelled in macro definitions, in macro arguments, and half in each.
#include <cstdio>

#define LAUNCH(kernel, n, ...)                                                                     \
  do {                                                                                             \
    kernel<<<((n) + 3) / 4, 4>>>(__VA_ARGS__);                                                     \
    cudaDeviceSynchronize();                                                                       \
  } while (0)
#define RUN(...) __VA_ARGS__; puts("ran")
#define KERNEL_NAME(type) add_##type
#define CALL(type, ...) KERNEL_NAME(type)<<<1, 8>>>(__VA_ARGS__)
#define DISPATCH(flag, ...)                                                                        \
  [&] {                                                                                            \
    if (flag) {                                                                                    \
      constexpr bool Flag = true;                                                                  \
      __VA_ARGS__();                                                                               \
    } else {                                                                                       \
      constexpr bool Flag = false;                                                                 \
      __VA_ARGS__();                                                                               \
    }                                                                                              \
  }()
#define MAKE_KERNEL(type)                                                                          \
  __global__ void add_##type(type *data, type value) { data[threadIdx.x] += value; }

MAKE_KERNEL(int)
MAKE_KERNEL(float)

template <bool Flag> __global__ void set(int *data, int value) {
  data[threadIdx.x] = Flag ? value : -value;
}

int main() {
  int *device, host[8];
  float *floats, hostFloats[8];
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&floats, sizeof(hostFloats));
  cudaMemset(device, 0, sizeof(host));
  cudaMemset(floats, 0, sizeof(hostFloats));
  LAUNCH(add_int, 4, device, 1);
  CALL(int, device, 2);
  CALL(float, floats, 1.5f);
  RUN((add_int<<<1, 8>>>(device, 10)));
  RUN(add_int<<<2, 2>>>(device + 2, 100));
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(hostFloats, floats, sizeof(hostFloats), cudaMemcpyDeviceToHost);
  printf("%d %d %.1f\n", host[0], host[7], hostFloats[7]);
  for (bool flag : {true, false}) {
    DISPATCH(flag, [&] { set<Flag><<<1, 8>>>(device, 9); });
    cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
    printf("%d\n", host[5]);
  }
  cudaFree(device);
  cudaFree(floats);
}
