// What --fp64 emulate does not reach is said, each with its own reason; the rest gets code.
#include <cstdio>
#include <cuda_runtime.h>

typedef double real;
struct Point {
  double x;
};
__device__ double table[4];
#define HALF 0.3

__global__ void transcendental(double *x) { x[threadIdx.x] = exp(x[threadIdx.x]); }
__global__ void alias(real *x) { x[threadIdx.x] *= 2; }
__global__ void member(Point *p) { p[threadIdx.x].x = 1; }
__global__ void variable(double *x) { x[threadIdx.x] = table[threadIdx.x]; }
__global__ void macro(double *x) { x[threadIdx.x] *= HALF; }
__global__ void assignment(float *x, double y) { x[threadIdx.x] += y; }
__global__ void atomic(double *x) { atomicAdd(x, 1.0); }
template <class T> __global__ void generic(T *x, double y) { x[threadIdx.x] = y * x[threadIdx.x]; }
__global__ void printed(double *x) { printf("%f\n", x[0]); }
__global__ void fine(double *x) { x[threadIdx.x] = x[threadIdx.x] / 3; }

int main() {
  double *x, host[2] = {1, 2};
  cudaMalloc(&x, sizeof host);
  cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
  fine<<<1, 2>>>(x);
  generic<<<1, 2>>>(x, 1);
  cudaMemcpy(host, x, sizeof host, cudaMemcpyDeviceToHost);
  printf("%.17g %.17g\n", host[0], host[1]);
}
