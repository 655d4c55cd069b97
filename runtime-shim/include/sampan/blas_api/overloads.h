// SPDX-License-Identifier: Apache-2.0
// Half precision, whatever the program's type for it is, and computeType as older programs give it.
#ifndef SAMPAN_BLAS_API_OVERLOADS_H
#define SAMPAN_BLAS_API_OVERLOADS_H

#include "sampan/blas_api/extensions.h"
#include "sampan/runtime.h"

namespace spn {
namespace blas {

inline spnblasComputeType_t computeTypeOf(cudaDataType type) {
  switch (type) {
  case CUDA_R_16F:
    return SPNBLAS_COMPUTE_16F;
  case CUDA_R_64F:
  case CUDA_C_64F:
    return SPNBLAS_COMPUTE_64F;
  case CUDA_R_32I:
    return SPNBLAS_COMPUTE_32I;
  default:
    return SPNBLAS_COMPUTE_32F;
  }
}

} // namespace blas
} // namespace spn

template <class Half>
SPN_INLINE spnblasStatus_t spnblasHgemm(spnblasHandle_t handle, spnblasOperation_t transa,
                                        spnblasOperation_t transb, int m, int n, int k,
                                        const Half *alpha, const Half *A, int lda, const Half *B,
                                        int ldb, const Half *beta, Half *C, int ldc) {
  static_assert(sizeof(Half) == 2, "half precision");
  return spnblasGemmEx(handle, transa, transb, m, n, k, alpha, A, CUDA_R_16F, lda, B, CUDA_R_16F,
                       ldb, beta, C, CUDA_R_16F, ldc, SPNBLAS_COMPUTE_16F, SPNBLAS_GEMM_DEFAULT);
}

template <class Half>
SPN_INLINE spnblasStatus_t spnblasHgemmBatched(spnblasHandle_t handle, spnblasOperation_t transa,
                                               spnblasOperation_t transb, int m, int n, int k,
                                               const Half *alpha, const Half *const A[], int lda,
                                               const Half *const B[], int ldb, const Half *beta,
                                               Half *const C[], int ldc, int batchCount) {
  static_assert(sizeof(Half) == 2, "half precision");
  return spnblasGemmBatchedEx(handle, transa, transb, m, n, k, alpha,
                              reinterpret_cast<const void *const *>(A), CUDA_R_16F, lda,
                              reinterpret_cast<const void *const *>(B), CUDA_R_16F, ldb, beta,
                              reinterpret_cast<void *const *>(C), CUDA_R_16F, ldc, batchCount,
                              SPNBLAS_COMPUTE_16F, SPNBLAS_GEMM_DEFAULT);
}

template <class Half>
SPN_INLINE spnblasStatus_t spnblasHgemmStridedBatched(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const Half *alpha, const Half *A, int lda, long long int strideA, const Half *B, int ldb,
    long long int strideB, const Half *beta, Half *C, int ldc, long long int strideC,
    int batchCount) {
  static_assert(sizeof(Half) == 2, "half precision");
  return spnblasGemmStridedBatchedEx(handle, transa, transb, m, n, k, alpha, A, CUDA_R_16F, lda,
                                     strideA, B, CUDA_R_16F, ldb, strideB, beta, C, CUDA_R_16F, ldc,
                                     strideC, batchCount, SPNBLAS_COMPUTE_16F,
                                     SPNBLAS_GEMM_DEFAULT);
}

SPN_INLINE spnblasStatus_t spnblasGemmEx(spnblasHandle_t handle, spnblasOperation_t transa,
                                         spnblasOperation_t transb, int m, int n, int k,
                                         const void *alpha, const void *A, cudaDataType Atype,
                                         int lda, const void *B, cudaDataType Btype, int ldb,
                                         const void *beta, void *C, cudaDataType Ctype, int ldc,
                                         cudaDataType computeType, spnblasGemmAlgo_t algo) {
  return spnblasGemmEx(handle, transa, transb, m, n, k, alpha, A, Atype, lda, B, Btype, ldb, beta,
                       C, Ctype, ldc, ::spn::blas::computeTypeOf(computeType), algo);
}

SPN_INLINE spnblasStatus_t spnblasGemmBatchedEx(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const void *alpha, const void *const A[], cudaDataType Atype, int lda,
    const void *const B[], cudaDataType Btype, int ldb, const void *beta, void *const C[],
    cudaDataType Ctype, int ldc, int batchCount, cudaDataType computeType, spnblasGemmAlgo_t algo) {
  return spnblasGemmBatchedEx(handle, transa, transb, m, n, k, alpha, A, Atype, lda, B, Btype, ldb,
                              beta, C, Ctype, ldc, batchCount,
                              ::spn::blas::computeTypeOf(computeType), algo);
}

SPN_INLINE spnblasStatus_t spnblasGemmStridedBatchedEx(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const void *alpha, const void *A, cudaDataType Atype, int lda, long long int strideA,
    const void *B, cudaDataType Btype, int ldb, long long int strideB, const void *beta, void *C,
    cudaDataType Ctype, int ldc, long long int strideC, int batchCount, cudaDataType computeType,
    spnblasGemmAlgo_t algo) {
  return spnblasGemmStridedBatchedEx(handle, transa, transb, m, n, k, alpha, A, Atype, lda, strideA,
                                     B, Btype, ldb, strideB, beta, C, Ctype, ldc, strideC,
                                     batchCount, ::spn::blas::computeTypeOf(computeType), algo);
}

#endif
