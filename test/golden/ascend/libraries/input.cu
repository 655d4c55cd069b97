// Libraries between kernels: cuBLAS in the kernels' stream, NCCL on what they leave.
#include <cstdio>
#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <nccl.h>

__global__ void fill(float *x, int n, float first) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] = first + i;
}

int main() {
  const int n = 4;
  float *a, *b, *c, host[n * n], dot = 0, alpha = 1, beta = 0;
  cudaMalloc(&a, sizeof host);
  cudaMalloc(&b, sizeof host);
  cudaMalloc(&c, sizeof host);
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  fill<<<1, 32, 0, stream>>>(a, n * n, 0);
  fill<<<1, 32, 0, stream>>>(b, n * n, 1);

  cublasHandle_t handle;
  if (cublasCreate(&handle) != CUBLAS_STATUS_SUCCESS)
    return 1;
  cublasSetStream(handle, stream);
  cublasStatus_t status = cublasSgemm(handle, CUBLAS_OP_N, CUBLAS_OP_T, n, n, n, &alpha, a, n, b, n,
                                      &beta, c, n);
  cublasSdot_v2(handle, n * n, a, 1, b, 1, &dot);
  printf("%s, dot %g\n", cublasGetStatusString(status), dot);
  cublasDestroy(handle);

  ncclComm_t comm;
  ncclCommInitAll(&comm, 1, nullptr);
  ncclAllReduce(c, c, n * n, ncclFloat, ncclSum, comm, stream);
  cudaMemcpyAsync(host, c, sizeof host, cudaMemcpyDeviceToHost, stream);
  cudaStreamSynchronize(stream);
  for (int i = 0; i < n; ++i)
    printf("%g %g %g %g\n", host[i], host[i + n], host[i + 2 * n], host[i + 3 * n]);
  ncclCommDestroy(comm);
}
