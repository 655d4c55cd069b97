// SPDX-License-Identifier: Apache-2.0
// Vectors. Results go to the host or to the device, as the handle's pointer mode says.
#ifndef SAMPAN_BLAS_API_LEVEL1_H
#define SAMPAN_BLAS_API_LEVEL1_H

#include "sampan/blas_api/types.h"

SPN_API spnblasStatus_t spnblasIsamax(spnblasHandle_t handle, int n, const float *x, int incx,
                                      int *result);
SPN_API spnblasStatus_t spnblasIdamax(spnblasHandle_t handle, int n, const double *x, int incx,
                                      int *result);
SPN_API spnblasStatus_t spnblasIcamax(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                      int *result);
SPN_API spnblasStatus_t spnblasIzamax(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                      int incx, int *result);
/// Index of the least magnitude.
SPN_API spnblasStatus_t spnblasIsamin(spnblasHandle_t handle, int n, const float *x, int incx,
                                      int *result);
SPN_API spnblasStatus_t spnblasIdamin(spnblasHandle_t handle, int n, const double *x, int incx,
                                      int *result);
SPN_API spnblasStatus_t spnblasIcamin(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                      int *result);
SPN_API spnblasStatus_t spnblasIzamin(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                      int incx, int *result);

SPN_API spnblasStatus_t spnblasSasum(spnblasHandle_t handle, int n, const float *x, int incx,
                                     float *result);
SPN_API spnblasStatus_t spnblasDasum(spnblasHandle_t handle, int n, const double *x, int incx,
                                     double *result);
SPN_API spnblasStatus_t spnblasScasum(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                      float *result);
SPN_API spnblasStatus_t spnblasDzasum(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                      int incx, double *result);
SPN_API spnblasStatus_t spnblasSnrm2(spnblasHandle_t handle, int n, const float *x, int incx,
                                     float *result);
SPN_API spnblasStatus_t spnblasDnrm2(spnblasHandle_t handle, int n, const double *x, int incx,
                                     double *result);
SPN_API spnblasStatus_t spnblasScnrm2(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                      float *result);
SPN_API spnblasStatus_t spnblasDznrm2(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                      int incx, double *result);

SPN_API spnblasStatus_t spnblasSaxpy(spnblasHandle_t handle, int n, const float *alpha,
                                     const float *x, int incx, float *y, int incy);
SPN_API spnblasStatus_t spnblasDaxpy(spnblasHandle_t handle, int n, const double *alpha,
                                     const double *x, int incx, double *y, int incy);
SPN_API spnblasStatus_t spnblasCaxpy(spnblasHandle_t handle, int n, const cuComplex *alpha,
                                     const cuComplex *x, int incx, cuComplex *y, int incy);
SPN_API spnblasStatus_t spnblasZaxpy(spnblasHandle_t handle, int n, const cuDoubleComplex *alpha,
                                     const cuDoubleComplex *x, int incx, cuDoubleComplex *y,
                                     int incy);
SPN_API spnblasStatus_t spnblasScopy(spnblasHandle_t handle, int n, const float *x, int incx,
                                     float *y, int incy);
SPN_API spnblasStatus_t spnblasDcopy(spnblasHandle_t handle, int n, const double *x, int incx,
                                     double *y, int incy);
SPN_API spnblasStatus_t spnblasCcopy(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                     cuComplex *y, int incy);
SPN_API spnblasStatus_t spnblasZcopy(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                     int incx, cuDoubleComplex *y, int incy);
SPN_API spnblasStatus_t spnblasSswap(spnblasHandle_t handle, int n, float *x, int incx, float *y,
                                     int incy);
SPN_API spnblasStatus_t spnblasDswap(spnblasHandle_t handle, int n, double *x, int incx, double *y,
                                     int incy);
SPN_API spnblasStatus_t spnblasCswap(spnblasHandle_t handle, int n, cuComplex *x, int incx,
                                     cuComplex *y, int incy);
SPN_API spnblasStatus_t spnblasZswap(spnblasHandle_t handle, int n, cuDoubleComplex *x, int incx,
                                     cuDoubleComplex *y, int incy);
SPN_API spnblasStatus_t spnblasSscal(spnblasHandle_t handle, int n, const float *alpha, float *x,
                                     int incx);
SPN_API spnblasStatus_t spnblasDscal(spnblasHandle_t handle, int n, const double *alpha, double *x,
                                     int incx);
SPN_API spnblasStatus_t spnblasCscal(spnblasHandle_t handle, int n, const cuComplex *alpha,
                                     cuComplex *x, int incx);
SPN_API spnblasStatus_t spnblasZscal(spnblasHandle_t handle, int n, const cuDoubleComplex *alpha,
                                     cuDoubleComplex *x, int incx);
SPN_API spnblasStatus_t spnblasCsscal(spnblasHandle_t handle, int n, const float *alpha,
                                      cuComplex *x, int incx);
SPN_API spnblasStatus_t spnblasZdscal(spnblasHandle_t handle, int n, const double *alpha,
                                      cuDoubleComplex *x, int incx);

SPN_API spnblasStatus_t spnblasSdot(spnblasHandle_t handle, int n, const float *x, int incx,
                                    const float *y, int incy, float *result);
SPN_API spnblasStatus_t spnblasDdot(spnblasHandle_t handle, int n, const double *x, int incx,
                                    const double *y, int incy, double *result);
SPN_API spnblasStatus_t spnblasCdotu(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                     const cuComplex *y, int incy, cuComplex *result);
SPN_API spnblasStatus_t spnblasZdotu(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                     int incx, const cuDoubleComplex *y, int incy,
                                     cuDoubleComplex *result);
SPN_API spnblasStatus_t spnblasCdotc(spnblasHandle_t handle, int n, const cuComplex *x, int incx,
                                     const cuComplex *y, int incy, cuComplex *result);
SPN_API spnblasStatus_t spnblasZdotc(spnblasHandle_t handle, int n, const cuDoubleComplex *x,
                                     int incx, const cuDoubleComplex *y, int incy,
                                     cuDoubleComplex *result);
SPN_API spnblasStatus_t spnblasSrot(spnblasHandle_t handle, int n, float *x, int incx, float *y,
                                    int incy, const float *c, const float *s);
SPN_API spnblasStatus_t spnblasDrot(spnblasHandle_t handle, int n, double *x, int incx, double *y,
                                    int incy, const double *c, const double *s);

#endif
