// Calls that AscendCL has no counterpart of are named, and stay. main() is elsewhere, where nothing
// tells that AscendCL is needed.
#include <cuda_runtime.h>

__global__ void empty() {}

int run() {
  int *managed, *field;
  size_t pitch;
  cudaMallocManaged(&managed, 64);
  cudaMallocPitch((void **)&field, &pitch, 100, 10);
  cudaError_t (*get)(int *) = cudaGetDeviceCount;
  void *arguments[] = {nullptr};
  cudaLaunchKernel((void *)empty, dim3(1), dim3(1), arguments, 0, 0);
  int i = 0;
  cudaMemcpyAsync(managed, field, i++, cudaMemcpyDefault);
  return get(&i) == cudaErrorUnknown;
}
