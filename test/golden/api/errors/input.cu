// Error codes: what calls return for wrong arguments, last-error semantics, names and texts.
#include <cstdio>

int main() {
  int *device = nullptr, host = 0;
  printf("%s\n", cudaGetErrorName(cudaMalloc(&device, size_t(1) << 60)));
  printf("%s\n", cudaGetErrorName(cudaPeekAtLastError()));
  printf("%s\n", cudaGetErrorName(cudaGetLastError()));
  printf("%s\n", cudaGetErrorName(cudaGetLastError()));
  printf("%s\n", cudaGetErrorName(cudaSetDevice(1000)));
  cudaGetLastError();
  printf("%s\n", cudaGetErrorName(cudaMalloc(&device, 4)));
  printf("%s\n", cudaGetErrorName(cudaMemcpy(device, &host, 4, (cudaMemcpyKind)77)));
  cudaGetLastError();
  printf("%s\n", cudaGetErrorName(cudaFree(nullptr)));
  printf("%s\n", cudaGetErrorName(cudaFree(device)));
  printf("%s\n", cudaGetErrorName(cudaGetDeviceCount(nullptr)));
  cudaGetLastError();
  cudaError_t codes[] = {cudaSuccess, cudaErrorInvalidValue, cudaErrorMemoryAllocation,
                         cudaErrorNotReady, cudaErrorIllegalAddress, cudaErrorUnknown,
                         cudaErrorInvalidDevice};
  for (cudaError_t code : codes)
    printf("%d %s: %s\n", int(code), cudaGetErrorName(code), cudaGetErrorString(code));
  printf("%s\n", cudaGetErrorName((cudaError_t)123456));
  int version = 0, driver = 0;
  cudaRuntimeGetVersion(&version);
  cudaDriverGetVersion(&driver);
  printf("%d %d\n", version >= 11000, driver >= version);
}
