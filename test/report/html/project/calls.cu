// Calls that some targets lack, a name that nobody knows, and a branch that no build takes.
#include "common.cuh"
#include <nvjpeg.h>

void calls(void *data, int n) {
  nvjpegHandle_t handle;
  nvjpegCreateSimple(&handle);
  cudaHypotheticalFence(0);
  cudaStream_t stream;
  CHECK(cudaStreamCreate(&stream));
  CHECK(cudaMemcpyAsync(data, data, n, cudaMemcpyDeviceToDevice, stream));
  CHECK(cudaStreamSynchronize(stream));
#ifdef NEVER_DEFINED
  CHECK(cudaDeviceReset());
#endif
  CHECK(cudaStreamDestroy(stream));
}
