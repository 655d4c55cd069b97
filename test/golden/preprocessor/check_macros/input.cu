// Error-check macros: API names spelled in the definition and in the argument, stringised and not.
#include <cuda_runtime.h>
#include <cstdio>
#include <cstdlib>

#define CHECK(call)                                                                                \
  do {                                                                                             \
    cudaError_t err = call; /* the call */                                                         \
    if (cudaSuccess != err) {                                                                      \
      fprintf(stderr, "%s:%d %s\n", __FILE__, __LINE__, cudaGetErrorString(err));                  \
      exit(EXIT_FAILURE);                                                                          \
    }                                                                                              \
  } while (0)

#define CHECK_LAST(message) checkLast(message, __FILE__, __LINE__)
inline void checkLast(const char *message, const char *file, int line) {
  cudaError err = cudaGetLastError();
  if (err != cudaSuccess) {
    fprintf(stderr, "%s(%d): %s: %s\n", file, line, message, cudaGetErrorString(err));
    exit(-1);
  }
}

// Both sides of the macro change, and one of them does so for two users.
#define COPY(to, from, n, direction) CHECK(cudaMemcpy(to, from, n, cudaMemcpy##direction))
#define ALLOC cudaMalloc
#define CUDA(name) cuda##name
#define SAFE(call) (error = (call), error == cudaSuccess)
// A parameter is no use of the API, whatever its name.
#define FIRST(cuDevice)                                                                            \
  do {                                                                                             \
    cuDevice = 0;                                                                                  \
  } while (0)

__global__ void increment(int *x) { ++*x; }

int main() {
  int *device, host = 41;
  cudaError_t error;
  int number;
  FIRST(number);
  CHECK(cudaSetDevice(number));
  CHECK(cudaMalloc((void **)&device, sizeof(int)));
  COPY(device, &host, sizeof(int), HostToDevice);
  increment<<<1, 1>>>(device);
  CHECK_LAST("increment");
  CHECK(CUDA(DeviceSynchronize)());
  COPY(&host, device, sizeof(int), DeviceToHost);
  if (!SAFE(cudaFree(device)))
    return 1;
  int *other;
  CHECK(ALLOC(&other, sizeof(int)));
  CHECK(cudaFree(other));
  printf("%d\n", host);
}
