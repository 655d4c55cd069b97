// SPDX-License-Identifier: Apache-2.0
// Masks of warp operations: whole, active, partial, passed on, unknown.
#include <cuda_runtime.h>

#define ALL 0xffffffffu

__device__ float sumOf(float value, unsigned mask) {
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_down_sync(mask, value, offset);
  return value;
}

__global__ void whole(const float *in, float *out) {
  float total = sumOf(in[threadIdx.x], ALL);
  if (threadIdx.x == 0)
    *out = total;
}

__global__ void active(const int *in, int *out) {
  int value = in[threadIdx.x];
  unsigned positive = __ballot_sync(ALL, value > 0);
  if (value > 0)
    out[threadIdx.x] = __shfl_sync(positive, value, 0);
  unsigned here = __activemask();
  out[threadIdx.x] += __any_sync(here, value == 7);
}

__global__ void part(const int *in, int *out) {
  if (threadIdx.x < 16)
    out[threadIdx.x] = __shfl_xor_sync(0xffffu, in[threadIdx.x], 1);
}

__global__ void unknown(const int *in, int *out, unsigned mask) {
  out[threadIdx.x] = __shfl_xor_sync(mask, in[threadIdx.x], 1);
}

__global__ void passedOn(const float *in, float *out, unsigned mask) {
  out[threadIdx.x] = sumOf(in[threadIdx.x], mask);
}

__global__ void ofDouble(const double *in, double *out) {
  out[threadIdx.x] = __shfl_sync(ALL, in[threadIdx.x], 0);
}

__global__ void matching(const int *in, unsigned *out) {
  out[threadIdx.x] = __match_any_sync(ALL, in[threadIdx.x]);
}

void run(const float *f, float *g, const int *a, int *b, const double *d, double *e, unsigned *u) {
  whole<<<1, 32>>>(f, g);
  active<<<1, 32>>>(a, b);
  part<<<1, 32>>>(a, b);
  unknown<<<1, 32>>>(a, b, 3);
  passedOn<<<1, 32>>>(f, g, 3);
  ofDouble<<<1, 32>>>(d, e);
  matching<<<1, 32>>>(a, u);
}
