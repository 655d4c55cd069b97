// SPDX-License-Identifier: Apache-2.0
// Addresses that the data names.
#include <cuda_runtime.h>

__global__ void collects(const float *in, const int *index, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[index[i]];
}

__global__ void collectsAndComputes(const float *in, const int *index, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = sqrtf(in[index[i]]) + in[i];
}

__global__ void puts(const float *in, const int *index, float *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    out[index[i]] = in[i];
}

__global__ void sparseRows(const int *starts, const int *columns, const float *values,
                           const float *x, float *y, int rows) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= rows)
    return;
  float sum = 0;
  for (int i = starts[row]; i < starts[row + 1]; ++i)
    sum += values[i] * x[columns[i]];
  y[row] = sum;
}

void run(const float *f, const int *i, float *g, int n) {
  collects<<<8, 256>>>(f, i, g, n);
  collectsAndComputes<<<8, 256>>>(f, i, g, n);
  puts<<<8, 256>>>(f, i, g, n);
  sparseRows<<<8, 256>>>(i, i, f, f, g, n);
}
