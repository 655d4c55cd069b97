#include "kernels.cuh"

int runOther(int *device, cudaStream_t stream) {
  fillIndex<<<1, 16, 0, stream>>>(device + 8);
  launchAxpy(8, 10, device + 8, device, stream);
  synchronize(stream);
  int last = 0;
  cudaMemcpy(&last, device + 7, sizeof(int), cudaMemcpyDeviceToHost);
  return last;
}
