// SPDX-License-Identifier: Apache-2.0
// Library calls with and without a counterpart, and device libraries inside kernels. The headers are
// not there, as on a machine without CUDA.
#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <nccl.h>

__global__ void blockSort(int *keys) {
  typedef cub::BlockRadixSort<int, 128, 1> Sort;
  __shared__ typename Sort::TempStorage storage;
  int key[1] = {keys[threadIdx.x]};
  Sort(storage).Sort(key);
  keys[threadIdx.x] = key[0];
}

__global__ void tensorCores(float *out) {
  nvcuda::wmma::fragment<nvcuda::wmma::accumulator, 16, 16, 16, float> sum;
  nvcuda::wmma::fill_fragment(sum, 0.0f);
  nvcuda::wmma::store_matrix_sync(out, sum, 16, nvcuda::wmma::mem_row_major);
}

void run(void *handle, float *a, void *comm) {
  float one = 1;
  cublasSgemm(handle, 0, 0, 4, 4, 4, &one, a, 4, a, 4, &one, a, 4);
  cublasDgemm(handle, 0, 0, 4, 4, 4, &one, a, 4, a, 4, &one, a, 4);
  ncclAllReduce(a, a, 16, 0, 0, comm, 0);
}
