#include "buffer.h"

static int objects = 0;

Buffer::Buffer(int n) : device(nullptr), n(n) {
  last = cudaMalloc(reinterpret_cast<void **>(&device), n * sizeof(int));
  ++objects;
}

Buffer::~Buffer() {
  cudaFree(device);
  --objects;
}

void Buffer::upload(const int *from) {
  last = cudaMemcpy(device, from, n * sizeof(int), cudaMemcpyHostToDevice);
}

void Buffer::download(int *to, cudaStream_t stream) {
  last = cudaMemcpyAsync(to, device, n * sizeof(int), cudaMemcpyDeviceToHost, stream);
  if (last == cudaSuccess)
    last = cudaStreamSynchronize(stream);
}

int Buffer::alive() { return objects; }
