#ifndef BUFFER_H
#define BUFFER_H
#include <cuda_runtime_api.h>

class Buffer {
public:
  explicit Buffer(int n);
  ~Buffer();
  int *data() { return device; }
  void upload(const int *from);
  void download(int *to, cudaStream_t stream = 0);
  static int alive();

private:
  int *device;
  int n;
  cudaError_t last = cudaSuccess;
};
#endif
