// SPDX-License-Identifier: Apache-2.0
// Whether an atomic exists depends on its type, its memory and the use of its result.
#include <cuda_fp16.h>
#include <cuda_runtime.h>

__global__ void counts(const int *keys, int *bins, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    atomicAdd(&bins[keys[i]], 1);
}

__global__ void places(const int *in, int *out, int *cursor, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n && in[i] > 0)
    out[atomicAdd(cursor, 1)] = in[i];
}

__global__ void longInShared(const int *in, unsigned long long *out, int n) {
  __shared__ unsigned long long sum;
  if (threadIdx.x == 0)
    sum = 0;
  __syncthreads();
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    atomicAdd(&sum, (unsigned long long)in[i]);
  __syncthreads();
  if (threadIdx.x == 0)
    atomicAdd(out, sum);
}

__device__ void addTo(unsigned long long *where, unsigned long long what) {
  atomicAdd(where, what);
}

__global__ void longThroughHelper(unsigned long long *out, bool inShared) {
  __shared__ unsigned long long own;
  unsigned long long *where = inShared ? &own : out;
  addTo(where, 1);
}

__global__ void longInGlobal(unsigned long long *out) { addTo(out + blockIdx.x, 1); }

__global__ void ofDouble(double *out, const double *in) { atomicAdd(out, in[threadIdx.x]); }

__global__ void ofHalf(__half *out, __half *old) {
  atomicAdd(out, old[threadIdx.x]);
  old[threadIdx.x] = atomicAdd(out + 1, old[threadIdx.x]);
}

__global__ void narrow(unsigned short *out) { atomicCAS(out + threadIdx.x, (unsigned short)0, (unsigned short)1); }

__global__ void bits(unsigned *out) { atomicOr(&out[threadIdx.x / 32], 1u << (threadIdx.x % 32)); }

__global__ void forTheHost(int *out) {
  atomicAdd_system(out, 1);
  __threadfence_system();
}

void run(int *a, int *b, int *c, unsigned long long *l, double *d, __half *h, unsigned short *s,
         unsigned *u) {
  counts<<<8, 128>>>(a, b, 1000);
  places<<<8, 128>>>(a, b, c, 1000);
  longInShared<<<8, 128>>>(a, l, 1000);
  longThroughHelper<<<8, 128>>>(l, true);
  longInGlobal<<<8, 128>>>(l);
  ofDouble<<<1, 128>>>(d, d);
  ofHalf<<<1, 128>>>(h, h);
  narrow<<<1, 128>>>(s);
  bits<<<1, 128>>>(u);
  forTheHost<<<1, 32>>>(a);
}
