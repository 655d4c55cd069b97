// One kernel for each verdict that a target can reach, and a header that two units share.
#include "common.cuh"

__global__ void smooth(const float *in, float *out, int n) {
  __shared__ float tile[256];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  tile[threadIdx.x] = i < n ? in[i] : 0.0f;
  __syncthreads();
  if (i > 0 && i + 1 < n && threadIdx.x > 0 && threadIdx.x < 255)
    out[i] = (tile[threadIdx.x - 1] + tile[threadIdx.x] + tile[threadIdx.x + 1]) / 3.0f;
}

// double precision: not every target has it
__global__ void energy(const double *x, double *sum, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    atomicAdd(sum, x[i] * x[i]);
}

void run(const float *in, float *out, int n, cudaStream_t stream) {
  smooth<<<blocksFor(n), 256, 0, stream>>>(in, out, n);
  CHECK(cudaGetLastError());
}

double total(const double *x, int n) {
  double *sum = nullptr, result = 0;
  CHECK(cudaMalloc(&sum, sizeof(double)));
  CHECK(cudaMemset(sum, 0, sizeof(double)));
  energy<<<blocksFor(n), 256>>>(x, sum, n);
  CHECK(cudaMemcpy(&result, sum, sizeof(double), cudaMemcpyDeviceToHost));
  CHECK(cudaFree(sum));
  return result;
}
