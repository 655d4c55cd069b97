// SPDX-License-Identifier: Apache-2.0
// Each element by itself: what vector tiles can do, and what stands in their way.
#include <cuda_runtime.h>

__device__ float activation(float x) { return x > 0.0f ? x : expf(x) - 1.0f; }

__global__ void map(const float *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = activation(in[i]);
}

__global__ void strided(const float *in, float *out, int n) {
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
    out[i] = 2.0f * in[i];
}

__global__ void rows(const float *in, float *out, int width, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x < width && y < height)
    out[y * width + x] = in[y * width + x] + 1.0f;
}

__global__ void stencil(const float *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i > 0 && i < n - 1)
    out[i] = 0.25f * in[i - 1] + 0.5f * in[i] + 0.25f * in[i + 1];
}

__global__ void onData(const float *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n && in[i] > 0.0f)
    out[i] = in[i];
}

__global__ void reversedBits(const float *in, float *out) {
  out[threadIdx.x ^ 5] = in[threadIdx.x / 3];
}

__global__ void untilSmall(float *data, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  float x = data[i];
  while (x > 1.0f)
    x *= 0.5f;
  data[i] = x;
}

void run(const float *f, float *g, int n) {
  map<<<8, 256>>>(f, g, n);
  strided<<<8, 256>>>(f, g, n);
  rows<<<dim3(8, 8), dim3(16, 16)>>>(f, g, 128, 128);
  stencil<<<8, 256>>>(f, g, n);
  onData<<<8, 256>>>(f, g, n);
  reversedBits<<<1, 256>>>(f, g);
  untilSmall<<<8, 256>>>(g, n);
}

/// Arrays of a thread that no vector unit has room for.
__global__ void largeState(const float *in, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  float state[1024];
  for (int k = 0; k < 1024; ++k)
    state[k] = in[i] * k;
  out[i] = state[1023];
}

void runLarge(const float *f, float *g, int n) { largeState<<<8, 256>>>(f, g, n); }
