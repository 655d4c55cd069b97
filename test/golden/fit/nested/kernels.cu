// SPDX-License-Identifier: Apache-2.0
// A kernel that launches one.
#include <cuda_runtime.h>

__global__ void child(int *out) { out[threadIdx.x] = 1; }

__global__ void parent(int *out, int n) {
  if (threadIdx.x == 0)
    child<<<1, n>>>(out);
}

void run(int *out) { parent<<<1, 32>>>(out, 32); }
