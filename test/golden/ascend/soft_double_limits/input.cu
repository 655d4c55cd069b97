// What --fp64 emulate does not reach is said, each with its own reason; the rest gets code.
#include <cmath>
#include <cstdio>
#include <cuda_runtime.h>

struct Reference {
  double &to;
};
struct Point {
  double x;
};
struct Scope {
  typedef double real;
};
#define FIRST(p) ((p)->x * 2)
template <class T> struct Member {
  __host__ __device__ static void add(T *to, T by) { *to += by; }
};

__host__ __device__ void scale(double *x) { *x *= 2; }

__global__ void special(double *x) { x[threadIdx.x] = tgamma(x[threadIdx.x]); }
__global__ void scoped(Scope::real *x) { x[threadIdx.x] = x[0] * Scope::real(2); }
__global__ void referring(Reference *r) { r[threadIdx.x].to = 1; }
__global__ void macro(Point *p) { p[threadIdx.x].x = FIRST(p); }
__global__ void pointers(double *x) { scale(x + threadIdx.x); }
__global__ void shared(double *x) {
  __shared__ double sum;
  sum = 0;
  __syncthreads();
  atomicAdd(&sum, x[threadIdx.x]);
  __syncthreads();
  x[threadIdx.x] = sum;
}
__global__ void wide(long double *x) { x[threadIdx.x] += 1; }
__global__ void printed(double *x) { printf("%f\n", x[0]); }
__global__ void fine(double *x) { x[threadIdx.x] = x[threadIdx.x] / 3; }
template <class T> __global__ void generic(T *x, double y) { Member<T>::add(x + threadIdx.x, y); }
template <class T> __global__ void counted(T *x) {
  __shared__ T count[32];
  count[threadIdx.x] = 0;
  atomicAdd(count + threadIdx.x, T(1));
  x[threadIdx.x] = count[threadIdx.x];
}
template <class T> __constant__ T mask[2];
template <class T> __global__ void masked(T *x) { x[threadIdx.x] *= mask<T>[0]; }

int main() {
  double *x, host[2] = {1, 2};
  cudaMalloc(&x, sizeof host);
  cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
  fine<<<1, 2>>>(x);
  generic<<<1, 2>>>(x, 1);
  counted<<<1, 2>>>(x);
  masked<<<1, 2>>>(x);
  cudaMemcpy(host, x, sizeof host, cudaMemcpyDeviceToHost);
  printf("%.17g %.17g\n", host[0], host[1]);
}
