// SPDX-License-Identifier: Apache-2.0
// Level 1: vectors.
#include "libs/blas/checks.h"
#include "libs/blas/vectors.h"

#include <algorithm>

using namespace spn::blas;

namespace {

/// A result where there is nothing to compute.
template <class R> spnblasStatus_t giveZero(const Settings &settings, R *result) {
  if (!settings.onDevice) {
    *result = R();
    return SPNBLAS_STATUS_SUCCESS;
  }
  return statusOf(spnMemsetAsync(result, 0, sizeof *result, settings.stream));
}

template <class T>
spnblasStatus_t axpy(const char *function, spnblasHandle_t handle, int n, const T *alpha,
                     const T *x, int incx, T *y, int incy) {
  SPN_BLAS_BEGIN(T, function);
  if (n <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && x && y);
  SPN_BLAS_FORWARD_ONLY(function, incx, incy);
  return enqueue(settings, Axpy<T>{{}, n, {alpha, settings.onDevice}, x, incx, y, incy}, false);
}

template <class T>
spnblasStatus_t scale(const char *function, spnblasHandle_t handle, int n, const T *alpha, T *x,
                      int incx) {
  SPN_BLAS_BEGIN(T, function);
  if (n <= 0 || incx <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && x);
  return enqueue(settings, Scale<T>{{}, n, {alpha, settings.onDevice}, x, incx}, false);
}

template <class T>
spnblasStatus_t scaleByReal(const char *function, spnblasHandle_t handle, int n,
                            const Real<T> *alpha, T *x, int incx) {
  SPN_BLAS_BEGIN(T, function);
  if (n <= 0 || incx <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && x);
  return enqueue(settings, ScaleByReal<T>{{}, n, {alpha, settings.onDevice}, x, incx}, false);
}

template <class T>
spnblasStatus_t copy(const char *function, spnblasHandle_t handle, int n, const T *x, int incx,
                     T *y, int incy) {
  SPN_BLAS_BEGIN(T, function);
  if (n <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(x && y);
  SPN_BLAS_FORWARD_ONLY(function, incx, incy);
  return enqueue(settings, Copy<T>{{}, n, x, incx, y, incy}, false);
}

template <class T>
spnblasStatus_t swap(const char *function, spnblasHandle_t handle, int n, T *x, int incx, T *y,
                     int incy) {
  SPN_BLAS_BEGIN(T, function);
  if (n <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(x && y);
  SPN_BLAS_FORWARD_ONLY(function, incx, incy);
  return enqueue(settings, Swap<T>{{}, n, x, incx, y, incy}, false);
}

template <class T>
spnblasStatus_t rotate(const char *function, spnblasHandle_t handle, int n, T *x, int incx, T *y,
                       int incy, const T *c, const T *s) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  if (n <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(x && y && c && s);
  const bool device = settings.onDevice;
  return enqueue(settings, Rotate<T>{{}, n, x, incx, y, incy, {c, device}, {s, device}}, false);
}

template <bool conjugated, class T>
spnblasStatus_t dot(const char *function, spnblasHandle_t handle, int n, const T *x, int incx,
                    const T *y, int incy, T *result) {
  SPN_BLAS_BEGIN(T, function);
  SPN_BLAS_REQUIRE(result);
  if (n <= 0)
    return giveZero(settings, result);
  SPN_BLAS_REQUIRE(x && y);
  SPN_BLAS_FORWARD_ONLY(function, incx, incy);
  const bool device = settings.onDevice;
  return enqueue(settings, Dot<T, conjugated>{{}, n, x, incx, y, incy, result, device}, !device);
}

/// Functions of one vector that have a result: `Op` is Norm<T, ...> or Extreme<T, ...>.
template <class Op, class T, class R>
spnblasStatus_t summarise(const char *function, spnblasHandle_t handle, int n, const T *x, int incx,
                          R *result) {
  SPN_BLAS_BEGIN(T, function);
  SPN_BLAS_REQUIRE(result);
  if (n <= 0 || incx <= 0)
    return giveZero(settings, result);
  SPN_BLAS_REQUIRE(x);
  return enqueue(settings, Op{{}, n, x, incx, result, settings.onDevice}, !settings.onDevice);
}

} // namespace

#define LEVEL1(letter, lower, T)                                                                   \
  spnblasStatus_t spnblas##letter##axpy(spnblasHandle_t handle, int n, const T *alpha, const T *x, \
                                        int incx, T *y, int incy) {                                \
    return axpy("cublas" #letter "axpy", handle, n, value(alpha), value(x), incx, value(y), incy); \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##scal(spnblasHandle_t handle, int n, const T *alpha, T *x,       \
                                        int incx) {                                                \
    return scale("cublas" #letter "scal", handle, n, value(alpha), value(x), incx);                \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##copy(spnblasHandle_t handle, int n, const T *x, int incx, T *y, \
                                        int incy) {                                                \
    return copy("cublas" #letter "copy", handle, n, value(x), incx, value(y), incy);               \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##swap(spnblasHandle_t handle, int n, T *x, int incx, T *y,       \
                                        int incy) {                                                \
    return swap("cublas" #letter "swap", handle, n, value(x), incx, value(y), incy);               \
  }                                                                                                \
  spnblasStatus_t spnblasI##lower##amax(spnblasHandle_t handle, int n, const T *x, int incx,       \
                                        int *result) {                                             \
    return summarise<Extreme<Value<T>, true>>("cublasI" #lower "amax", handle, n, value(x), incx,  \
                                              result);                                             \
  }                                                                                                \
  spnblasStatus_t spnblasI##lower##amin(spnblasHandle_t handle, int n, const T *x, int incx,       \
                                        int *result) {                                             \
    return summarise<Extreme<Value<T>, false>>("cublasI" #lower "amin", handle, n, value(x), incx, \
                                               result);                                            \
  }

#define NORMS(letters, T)                                                                          \
  spnblasStatus_t spnblas##letters##asum(spnblasHandle_t handle, int n, const T *x, int incx,      \
                                         Real<Value<T>> *result) {                                 \
    return summarise<Norm<Value<T>, false>>("cublas" #letters "asum", handle, n, value(x), incx,   \
                                            result);                                               \
  }                                                                                                \
  spnblasStatus_t spnblas##letters##nrm2(spnblasHandle_t handle, int n, const T *x, int incx,      \
                                         Real<Value<T>> *result) {                                 \
    return summarise<Norm<Value<T>, true>>("cublas" #letters "nrm2", handle, n, value(x), incx,    \
                                           result);                                                \
  }

#define PRODUCT(name, T, conjugated)                                                               \
  spnblasStatus_t spnblas##name(spnblasHandle_t handle, int n, const T *x, int incx, const T *y,   \
                                int incy, T *result) {                                             \
    return dot<conjugated>("cublas" #name, handle, n, value(x), incx, value(y), incy,              \
                           value(result));                                                         \
  }

#define ROTATION(letter, T)                                                                        \
  spnblasStatus_t spnblas##letter##rot(spnblasHandle_t handle, int n, T *x, int incx, T *y,        \
                                       int incy, const T *c, const T *s) {                         \
    return rotate("cublas" #letter "rot", handle, n, x, incx, y, incy, c, s);                      \
  }

extern "C" {

LEVEL1(S, s, float)
LEVEL1(D, d, double)
LEVEL1(C, c, cuComplex)
LEVEL1(Z, z, cuDoubleComplex)
NORMS(S, float)
NORMS(D, double)
NORMS(Sc, cuComplex)
NORMS(Dz, cuDoubleComplex)
PRODUCT(Sdot, float, false)
PRODUCT(Ddot, double, false)
PRODUCT(Cdotu, cuComplex, false)
PRODUCT(Cdotc, cuComplex, true)
PRODUCT(Zdotu, cuDoubleComplex, false)
PRODUCT(Zdotc, cuDoubleComplex, true)
ROTATION(S, float)
ROTATION(D, double)

spnblasStatus_t spnblasCsscal(spnblasHandle_t handle, int n, const float *alpha, cuComplex *x,
                              int incx) {
  return scaleByReal("cublasCsscal", handle, n, alpha, value(x), incx);
}
spnblasStatus_t spnblasZdscal(spnblasHandle_t handle, int n, const double *alpha,
                              cuDoubleComplex *x, int incx) {
  return scaleByReal("cublasZdscal", handle, n, alpha, value(x), incx);
}

} // extern "C"
