// A header that this machine lacks costs one finding; the rest is still translated.
#include <cuda_runtime.h>
#include <no_such_library/solver.h>

__global__ void scale(float *x, float a) { x[threadIdx.x] *= a; }

void run(float *device, int n) {
  nosuch::Solver solver(n);
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  scale<<<1, n, 0, stream>>>(device, 2.0f);
  solver.solve(device);
  cudaStreamSynchronize(stream);
  cudaStreamDestroy(stream);
}
