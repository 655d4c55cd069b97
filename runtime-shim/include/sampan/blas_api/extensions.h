// SPDX-License-Identifier: Apache-2.0
// What cuBLAS has beyond BLAS: sums and scalings of matrices, batches of small systems, operands of
// other types.
#ifndef SAMPAN_BLAS_API_EXTENSIONS_H
#define SAMPAN_BLAS_API_EXTENSIONS_H

#include "sampan/blas_api/types.h"

SPN_API spnblasStatus_t spnblasSgeam(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, const float *alpha,
                                     const float *A, int lda, const float *beta, const float *B,
                                     int ldb, float *C, int ldc);
SPN_API spnblasStatus_t spnblasDgeam(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, const double *alpha,
                                     const double *A, int lda, const double *beta, const double *B,
                                     int ldb, double *C, int ldc);
SPN_API spnblasStatus_t spnblasCgeam(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n,
                                     const cuComplex *alpha, const cuComplex *A, int lda,
                                     const cuComplex *beta, const cuComplex *B, int ldb,
                                     cuComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasZgeam(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *beta, const cuDoubleComplex *B,
                                     int ldb, cuDoubleComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasSdgmm(spnblasHandle_t handle, spnblasSideMode_t mode, int m, int n,
                                     const float *A, int lda, const float *x, int incx, float *C,
                                     int ldc);
SPN_API spnblasStatus_t spnblasDdgmm(spnblasHandle_t handle, spnblasSideMode_t mode, int m, int n,
                                     const double *A, int lda, const double *x, int incx, double *C,
                                     int ldc);
SPN_API spnblasStatus_t spnblasCdgmm(spnblasHandle_t handle, spnblasSideMode_t mode, int m, int n,
                                     const cuComplex *A, int lda, const cuComplex *x, int incx,
                                     cuComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasZdgmm(spnblasHandle_t handle, spnblasSideMode_t mode, int m, int n,
                                     const cuDoubleComplex *A, int lda, const cuDoubleComplex *x,
                                     int incx, cuDoubleComplex *C, int ldc);

/// P * A = L * U for each matrix; without pivots where pivots is null. info is 0, or the column of
/// the first zero on the diagonal of U.
SPN_API spnblasStatus_t spnblasSgetrfBatched(spnblasHandle_t handle, int n, float *const A[],
                                             int lda, int *pivots, int *info, int batchCount);
SPN_API spnblasStatus_t spnblasDgetrfBatched(spnblasHandle_t handle, int n, double *const A[],
                                             int lda, int *pivots, int *info, int batchCount);
SPN_API spnblasStatus_t spnblasCgetrfBatched(spnblasHandle_t handle, int n, cuComplex *const A[],
                                             int lda, int *pivots, int *info, int batchCount);
SPN_API spnblasStatus_t spnblasZgetrfBatched(spnblasHandle_t handle, int n,
                                             cuDoubleComplex *const A[], int lda, int *pivots,
                                             int *info, int batchCount);
SPN_API spnblasStatus_t spnblasSgetrsBatched(spnblasHandle_t handle, spnblasOperation_t trans,
                                             int n, int nrhs, const float *const A[], int lda,
                                             const int *pivots, float *const B[], int ldb,
                                             int *info, int batchCount);
SPN_API spnblasStatus_t spnblasDgetrsBatched(spnblasHandle_t handle, spnblasOperation_t trans,
                                             int n, int nrhs, const double *const A[], int lda,
                                             const int *pivots, double *const B[], int ldb,
                                             int *info, int batchCount);
SPN_API spnblasStatus_t spnblasCgetrsBatched(spnblasHandle_t handle, spnblasOperation_t trans,
                                             int n, int nrhs, const cuComplex *const A[], int lda,
                                             const int *pivots, cuComplex *const B[], int ldb,
                                             int *info, int batchCount);
SPN_API spnblasStatus_t spnblasZgetrsBatched(spnblasHandle_t handle, spnblasOperation_t trans,
                                             int n, int nrhs, const cuDoubleComplex *const A[],
                                             int lda, const int *pivots, cuDoubleComplex *const B[],
                                             int ldb, int *info, int batchCount);
SPN_API spnblasStatus_t spnblasSgetriBatched(spnblasHandle_t handle, int n, const float *const A[],
                                             int lda, const int *pivots, float *const C[], int ldc,
                                             int *info, int batchCount);
SPN_API spnblasStatus_t spnblasDgetriBatched(spnblasHandle_t handle, int n, const double *const A[],
                                             int lda, const int *pivots, double *const C[], int ldc,
                                             int *info, int batchCount);
SPN_API spnblasStatus_t spnblasCgetriBatched(spnblasHandle_t handle, int n,
                                             const cuComplex *const A[], int lda, const int *pivots,
                                             cuComplex *const C[], int ldc, int *info,
                                             int batchCount);
SPN_API spnblasStatus_t spnblasZgetriBatched(spnblasHandle_t handle, int n,
                                             const cuDoubleComplex *const A[], int lda,
                                             const int *pivots, cuDoubleComplex *const C[], int ldc,
                                             int *info, int batchCount);
/// Least squares of A (m rows, n columns) and the columns of C; m >= n.
SPN_API spnblasStatus_t spnblasSgelsBatched(spnblasHandle_t handle, spnblasOperation_t trans, int m,
                                            int n, int nrhs, float *const A[], int lda,
                                            float *const C[], int ldc, int *info, int *devInfo,
                                            int batchCount);
SPN_API spnblasStatus_t spnblasDgelsBatched(spnblasHandle_t handle, spnblasOperation_t trans, int m,
                                            int n, int nrhs, double *const A[], int lda,
                                            double *const C[], int ldc, int *info, int *devInfo,
                                            int batchCount);
SPN_API spnblasStatus_t spnblasCgelsBatched(spnblasHandle_t handle, spnblasOperation_t trans, int m,
                                            int n, int nrhs, cuComplex *const A[], int lda,
                                            cuComplex *const C[], int ldc, int *info, int *devInfo,
                                            int batchCount);
SPN_API spnblasStatus_t spnblasZgelsBatched(spnblasHandle_t handle, spnblasOperation_t trans, int m,
                                            int n, int nrhs, cuDoubleComplex *const A[], int lda,
                                            cuDoubleComplex *const C[], int ldc, int *info,
                                            int *devInfo, int batchCount);

/// Operands of any type; alpha and beta have the type that computeType implies.
SPN_API spnblasStatus_t spnblasGemmEx(spnblasHandle_t handle, spnblasOperation_t transa,
                                      spnblasOperation_t transb, int m, int n, int k,
                                      const void *alpha, const void *A, cudaDataType Atype, int lda,
                                      const void *B, cudaDataType Btype, int ldb, const void *beta,
                                      void *C, cudaDataType Ctype, int ldc,
                                      spnblasComputeType_t computeType, spnblasGemmAlgo_t algo);
SPN_API spnblasStatus_t spnblasGemmBatchedEx(spnblasHandle_t handle, spnblasOperation_t transa,
                                             spnblasOperation_t transb, int m, int n, int k,
                                             const void *alpha, const void *const A[],
                                             cudaDataType Atype, int lda, const void *const B[],
                                             cudaDataType Btype, int ldb, const void *beta,
                                             void *const C[], cudaDataType Ctype, int ldc,
                                             int batchCount, spnblasComputeType_t computeType,
                                             spnblasGemmAlgo_t algo);
SPN_API spnblasStatus_t spnblasGemmStridedBatchedEx(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const void *alpha, const void *A, cudaDataType Atype, int lda, long long int strideA,
    const void *B, cudaDataType Btype, int ldb, long long int strideB, const void *beta, void *C,
    cudaDataType Ctype, int ldc, long long int strideC, int batchCount,
    spnblasComputeType_t computeType, spnblasGemmAlgo_t algo);
SPN_API spnblasStatus_t spnblasSgemmEx(spnblasHandle_t handle, spnblasOperation_t transa,
                                       spnblasOperation_t transb, int m, int n, int k,
                                       const float *alpha, const void *A, cudaDataType Atype,
                                       int lda, const void *B, cudaDataType Btype, int ldb,
                                       const float *beta, void *C, cudaDataType Ctype, int ldc);
SPN_API spnblasStatus_t spnblasDotEx(spnblasHandle_t handle, int n, const void *x,
                                     cudaDataType xType, int incx, const void *y,
                                     cudaDataType yType, int incy, void *result,
                                     cudaDataType resultType, cudaDataType executionType);
SPN_API spnblasStatus_t spnblasAxpyEx(spnblasHandle_t handle, int n, const void *alpha,
                                      cudaDataType alphaType, const void *x, cudaDataType xType,
                                      int incx, void *y, cudaDataType yType, int incy,
                                      cudaDataType executionType);
SPN_API spnblasStatus_t spnblasScalEx(spnblasHandle_t handle, int n, const void *alpha,
                                      cudaDataType alphaType, void *x, cudaDataType xType, int incx,
                                      cudaDataType executionType);
SPN_API spnblasStatus_t spnblasNrm2Ex(spnblasHandle_t handle, int n, const void *x,
                                      cudaDataType xType, int incx, void *result,
                                      cudaDataType resultType, cudaDataType executionType);

#endif
