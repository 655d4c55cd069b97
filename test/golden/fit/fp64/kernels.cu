// SPDX-License-Identifier: Apache-2.0
// Double on purpose, double by a literal, and double that is only carried along.
#include <cuda_runtime.h>

struct Particle {
  double mass;
  float charge;
};

__device__ double square(double x) { return x * x; }

__global__ void onPurpose(const double *in, double *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = square(in[i]) + 1.0;
}

__global__ void byLiteral(const float *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i] * 0.5 + 1.0 / 3.0;
}

__global__ void constantsOnly(const float *in, float *out, int n) {
  const float third = 1.0 / 3.0;
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i] * third;
}

__global__ void carried(const double *in, double *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i];
}

__global__ void converted(const float *in, double *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i];
}

template <class T> __global__ void generic(const T *in, T *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i] * in[i];
}

__global__ void fieldsOfBoth(const Particle *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i].charge;
}

void run(const float *f, float *g, const double *d, double *e, const Particle *p) {
  onPurpose<<<4, 256>>>(d, e, 1024);
  byLiteral<<<4, 256>>>(f, g, 1024);
  constantsOnly<<<4, 256>>>(f, g, 1024);
  carried<<<4, 256>>>(d, e, 1024);
  converted<<<4, 256>>>(f, e, 1024);
  generic<<<4, 256>>>(f, g, 1024);
  generic<<<4, 256>>>(d, e, 1024);
  fieldsOfBoth<<<4, 256>>>(p, g, 1024);
}
