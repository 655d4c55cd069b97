// Libraries, a branch that no build takes, and a name that no rule knows. Grüße 😀: columns behind
// this are counted in UTF-16.
#include "common.cuh"
#include <nvjpeg.h>

void decode(const unsigned char *data, int n) {
  nvjpegHandle_t handle;
  nvjpegCreateSimple(&handle);
  /* Größe 😀 */ cudaHypotheticalFence(0);
#ifdef USE_MANAGED
  float *shared = nullptr;
  CHECK(cudaMallocManaged(&shared, n * sizeof(float)));
#endif
  cudaEvent_t event;
  OBJECT(Create, Event, &event);
  CHECK(cudaDeviceSynchronize());
}
