// SPDX-License-Identifier: Apache-2.0
// A matrix and vectors. Matrices are column-major.
#ifndef SAMPAN_BLAS_API_LEVEL2_H
#define SAMPAN_BLAS_API_LEVEL2_H

#include "sampan/blas_api/types.h"

SPN_API spnblasStatus_t spnblasSgemv(spnblasHandle_t handle, spnblasOperation_t trans, int m, int n,
                                     const float *alpha, const float *A, int lda, const float *x,
                                     int incx, const float *beta, float *y, int incy);
SPN_API spnblasStatus_t spnblasDgemv(spnblasHandle_t handle, spnblasOperation_t trans, int m, int n,
                                     const double *alpha, const double *A, int lda, const double *x,
                                     int incx, const double *beta, double *y, int incy);
SPN_API spnblasStatus_t spnblasCgemv(spnblasHandle_t handle, spnblasOperation_t trans, int m, int n,
                                     const cuComplex *alpha, const cuComplex *A, int lda,
                                     const cuComplex *x, int incx, const cuComplex *beta,
                                     cuComplex *y, int incy);
SPN_API spnblasStatus_t spnblasZgemv(spnblasHandle_t handle, spnblasOperation_t trans, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *x, int incx,
                                     const cuDoubleComplex *beta, cuDoubleComplex *y, int incy);
SPN_API spnblasStatus_t spnblasSger(spnblasHandle_t handle, int m, int n, const float *alpha,
                                    const float *x, int incx, const float *y, int incy, float *A,
                                    int lda);
SPN_API spnblasStatus_t spnblasDger(spnblasHandle_t handle, int m, int n, const double *alpha,
                                    const double *x, int incx, const double *y, int incy, double *A,
                                    int lda);
SPN_API spnblasStatus_t spnblasCgeru(spnblasHandle_t handle, int m, int n, const cuComplex *alpha,
                                     const cuComplex *x, int incx, const cuComplex *y, int incy,
                                     cuComplex *A, int lda);
SPN_API spnblasStatus_t spnblasZgeru(spnblasHandle_t handle, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *x,
                                     int incx, const cuDoubleComplex *y, int incy,
                                     cuDoubleComplex *A, int lda);
SPN_API spnblasStatus_t spnblasCgerc(spnblasHandle_t handle, int m, int n, const cuComplex *alpha,
                                     const cuComplex *x, int incx, const cuComplex *y, int incy,
                                     cuComplex *A, int lda);
SPN_API spnblasStatus_t spnblasZgerc(spnblasHandle_t handle, int m, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *x,
                                     int incx, const cuDoubleComplex *y, int incy,
                                     cuDoubleComplex *A, int lda);
SPN_API spnblasStatus_t spnblasSsymv(spnblasHandle_t handle, spnblasFillMode_t uplo, int n,
                                     const float *alpha, const float *A, int lda, const float *x,
                                     int incx, const float *beta, float *y, int incy);
SPN_API spnblasStatus_t spnblasDsymv(spnblasHandle_t handle, spnblasFillMode_t uplo, int n,
                                     const double *alpha, const double *A, int lda, const double *x,
                                     int incx, const double *beta, double *y, int incy);
SPN_API spnblasStatus_t spnblasCsymv(spnblasHandle_t handle, spnblasFillMode_t uplo, int n,
                                     const cuComplex *alpha, const cuComplex *A, int lda,
                                     const cuComplex *x, int incx, const cuComplex *beta,
                                     cuComplex *y, int incy);
SPN_API spnblasStatus_t spnblasZsymv(spnblasHandle_t handle, spnblasFillMode_t uplo, int n,
                                     const cuDoubleComplex *alpha, const cuDoubleComplex *A,
                                     int lda, const cuDoubleComplex *x, int incx,
                                     const cuDoubleComplex *beta, cuDoubleComplex *y, int incy);
SPN_API spnblasStatus_t spnblasStrsv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const float *A, int lda, float *x, int incx);
SPN_API spnblasStatus_t spnblasDtrsv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const double *A, int lda, double *x, int incx);
SPN_API spnblasStatus_t spnblasCtrsv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const cuComplex *A, int lda, cuComplex *x, int incx);
SPN_API spnblasStatus_t spnblasZtrsv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const cuDoubleComplex *A, int lda, cuDoubleComplex *x,
                                     int incx);
SPN_API spnblasStatus_t spnblasStrmv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const float *A, int lda, float *x, int incx);
SPN_API spnblasStatus_t spnblasDtrmv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const double *A, int lda, double *x, int incx);
SPN_API spnblasStatus_t spnblasCtrmv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const cuComplex *A, int lda, cuComplex *x, int incx);
SPN_API spnblasStatus_t spnblasZtrmv(spnblasHandle_t handle, spnblasFillMode_t uplo,
                                     spnblasOperation_t trans, spnblasDiagType_t diag, int n,
                                     const cuDoubleComplex *A, int lda, cuDoubleComplex *x,
                                     int incx);

#endif
