// SPDX-License-Identifier: Apache-2.0
// Matrices, single and in batches. Arrays of pointers lie in device memory.
#ifndef SAMPAN_BLAS_API_LEVEL3_H
#define SAMPAN_BLAS_API_LEVEL3_H

#include "sampan/blas_api/types.h"

SPN_API spnblasStatus_t spnblasSgemm(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, int k,
                                     const float *alpha, const float *A, int lda, const float *B,
                                     int ldb, const float *beta, float *C, int ldc);
SPN_API spnblasStatus_t spnblasDgemm(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, int k,
                                     const double *alpha, const double *A, int lda, const double *B,
                                     int ldb, const double *beta, double *C, int ldc);
SPN_API spnblasStatus_t spnblasCgemm(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, int k,
                                     const cuComplex *alpha, const cuComplex *A, int lda,
                                     const cuComplex *B, int ldb, const cuComplex *beta,
                                     cuComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasZgemm(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, int k,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *B, int ldb,
                                     const cuDoubleComplex *beta, cuDoubleComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasSgemmBatched(spnblasHandle_t handle, spnblasOperation_t transa,
                                            spnblasOperation_t transb, int m, int n, int k,
                                            const float *alpha, const float *const A[], int lda,
                                            const float *const B[], int ldb, const float *beta,
                                            float *const C[], int ldc, int batchCount);
SPN_API spnblasStatus_t spnblasDgemmBatched(spnblasHandle_t handle, spnblasOperation_t transa,
                                            spnblasOperation_t transb, int m, int n, int k,
                                            const double *alpha, const double *const A[], int lda,
                                            const double *const B[], int ldb, const double *beta,
                                            double *const C[], int ldc, int batchCount);
SPN_API spnblasStatus_t spnblasCgemmBatched(spnblasHandle_t handle, spnblasOperation_t transa,
                                            spnblasOperation_t transb, int m, int n, int k,
                                            const cuComplex *alpha, const cuComplex *const A[],
                                            int lda, const cuComplex *const B[], int ldb,
                                            const cuComplex *beta, cuComplex *const C[], int ldc,
                                            int batchCount);
SPN_API spnblasStatus_t spnblasZgemmBatched(spnblasHandle_t handle, spnblasOperation_t transa,
                                            spnblasOperation_t transb, int m, int n, int k,
                                            const cuDoubleComplex *alpha,
                                            const cuDoubleComplex *const A[], int lda,
                                            const cuDoubleComplex *const B[], int ldb,
                                            const cuDoubleComplex *beta, cuDoubleComplex *const C[],
                                            int ldc, int batchCount);
SPN_API spnblasStatus_t spnblasSgemmStridedBatched(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const float *alpha, const float *A, int lda, long long int strideA, const float *B,
    int ldb, long long int strideB, const float *beta, float *C, int ldc, long long int strideC,
    int batchCount);
SPN_API spnblasStatus_t spnblasDgemmStridedBatched(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const double *alpha, const double *A, int lda, long long int strideA, const double *B,
    int ldb, long long int strideB, const double *beta, double *C, int ldc, long long int strideC,
    int batchCount);
SPN_API spnblasStatus_t spnblasCgemmStridedBatched(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const cuComplex *alpha, const cuComplex *A, int lda, long long int strideA,
    const cuComplex *B, int ldb, long long int strideB, const cuComplex *beta, cuComplex *C,
    int ldc, long long int strideC, int batchCount);
SPN_API spnblasStatus_t spnblasZgemmStridedBatched(
    spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,
    int k, const cuDoubleComplex *alpha, const cuDoubleComplex *A, int lda, long long int strideA,
    const cuDoubleComplex *B, int ldb, long long int strideB, const cuDoubleComplex *beta,
    cuDoubleComplex *C, int ldc, long long int strideC, int batchCount);
SPN_API spnblasStatus_t spnblasSsymm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, int m, int n, const float *alpha,
                                     const float *A, int lda, const float *B, int ldb,
                                     const float *beta, float *C, int ldc);
SPN_API spnblasStatus_t spnblasDsymm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, int m, int n, const double *alpha,
                                     const double *A, int lda, const double *B, int ldb,
                                     const double *beta, double *C, int ldc);
SPN_API spnblasStatus_t spnblasCsymm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, int m, int n, const cuComplex *alpha,
                                     const cuComplex *A, int lda, const cuComplex *B, int ldb,
                                     const cuComplex *beta, cuComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasZsymm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *B, int ldb,
                                     const cuDoubleComplex *beta, cuDoubleComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasSsyrk(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, int n, int k, const float *alpha,
                                     const float *A, int lda, const float *beta, float *C, int ldc);
SPN_API spnblasStatus_t spnblasDsyrk(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, int n, int k, const double *alpha,
                                     const double *A, int lda, const double *beta, double *C,
                                     int ldc);
SPN_API spnblasStatus_t spnblasCsyrk(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, int n, int k, const cuComplex *alpha,
                                     const cuComplex *A, int lda, const cuComplex *beta,
                                     cuComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasZsyrk(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, int n, int k,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *beta, cuDoubleComplex *C,
                                     int ldc);
SPN_API spnblasStatus_t spnblasStrsm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n, const float *alpha,
                                     const float *A, int lda, float *B, int ldb);
SPN_API spnblasStatus_t spnblasDtrsm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n, const double *alpha,
                                     const double *A, int lda, double *B, int ldb);
SPN_API spnblasStatus_t spnblasCtrsm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n, const cuComplex *alpha,
                                     const cuComplex *A, int lda, cuComplex *B, int ldb);
SPN_API spnblasStatus_t spnblasZtrsm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, cuDoubleComplex *B, int ldb);
SPN_API spnblasStatus_t spnblasStrsmBatched(spnblasHandle_t handle, spnblasSideMode_t side,
                                            spnblasFillMode_t uplo, spnblasOperation_t trans,
                                            spnblasDiagType_t diag, int m, int n,
                                            const float *alpha, const float *const A[], int lda,
                                            float *const B[], int ldb, int batchCount);
SPN_API spnblasStatus_t spnblasDtrsmBatched(spnblasHandle_t handle, spnblasSideMode_t side,
                                            spnblasFillMode_t uplo, spnblasOperation_t trans,
                                            spnblasDiagType_t diag, int m, int n,
                                            const double *alpha, const double *const A[], int lda,
                                            double *const B[], int ldb, int batchCount);
SPN_API spnblasStatus_t spnblasCtrsmBatched(spnblasHandle_t handle, spnblasSideMode_t side,
                                            spnblasFillMode_t uplo, spnblasOperation_t trans,
                                            spnblasDiagType_t diag, int m, int n,
                                            const cuComplex *alpha, const cuComplex *const A[],
                                            int lda, cuComplex *const B[], int ldb, int batchCount);
SPN_API spnblasStatus_t spnblasZtrsmBatched(spnblasHandle_t handle, spnblasSideMode_t side,
                                            spnblasFillMode_t uplo, spnblasOperation_t trans,
                                            spnblasDiagType_t diag, int m, int n,
                                            const cuDoubleComplex *alpha,
                                            const cuDoubleComplex *const A[], int lda,
                                            cuDoubleComplex *const B[], int ldb, int batchCount);
/// C may be B.
SPN_API spnblasStatus_t spnblasStrmm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n, const float *alpha,
                                     const float *A, int lda, const float *B, int ldb, float *C,
                                     int ldc);
SPN_API spnblasStatus_t spnblasDtrmm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n, const double *alpha,
                                     const double *A, int lda, const double *B, int ldb, double *C,
                                     int ldc);
SPN_API spnblasStatus_t spnblasCtrmm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n, const cuComplex *alpha,
                                     const cuComplex *A, int lda, const cuComplex *B, int ldb,
                                     cuComplex *C, int ldc);
SPN_API spnblasStatus_t spnblasZtrmm(spnblasHandle_t handle, spnblasSideMode_t side,
                                     spnblasFillMode_t uplo, spnblasOperation_t trans,
                                     spnblasDiagType_t diag, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *B, int ldb, cuDoubleComplex *C,
                                     int ldc);

#endif
