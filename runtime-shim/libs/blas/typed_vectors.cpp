// SPDX-License-Identifier: Apache-2.0
// Functions of vectors whose type of element is an argument.
#include "libs/blas/checks.h"
#include "libs/blas/vectors.h"

#include <algorithm>

using namespace spn::blas;

namespace {

/// Calls body(T()) for the type; elements of all operands are alike.
template <class Body> spnblasStatus_t withType(const char *function, cudaDataType type, Body body) {
  switch (type) {
  case CUDA_R_32F:
    return body(float());
  case CUDA_R_16F:
    return body(__half());
  case CUDA_R_16BF:
    return body(__nv_bfloat16());
  case CUDA_R_64F:
    return onAscend() ? refuse(function, noDouble) : body(double());
  case CUDA_C_32F:
    return onAscend() ? refuse(function, noDouble) : body(std::complex<float>());
  case CUDA_C_64F:
    return onAscend() ? refuse(function, noDouble) : body(std::complex<double>());
  default:
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  }
}

/// A scalar of type T, or of the type that sums of T are computed in.
template <class T>
Scalar<Compute<T>> scalarOf(const void *p, cudaDataType type, cudaDataType ofElements,
                            const Settings &settings) {
  if (type != ofElements || std::is_same_v<T, Compute<T>>)
    return {static_cast<const Compute<T> *>(p), settings.onDevice};
  T narrow;
  if (settings.onDevice)
    (void)spnMemcpy(&narrow, p, sizeof narrow, spnMemcpyDeviceToHost);
  else
    std::memcpy(&narrow, p, sizeof narrow);
  return Scalar<Compute<T>>(static_cast<Compute<T>>(narrow));
}

} // namespace

extern "C" {

spnblasStatus_t spnblasDotEx(spnblasHandle_t handle, int n, const void *x, cudaDataType xType,
                             int incx, const void *y, cudaDataType yType, int incy, void *result,
                             cudaDataType resultType, cudaDataType) {
  SPN_BLAS_BEGIN(float, "cublasDotEx");
  SPN_BLAS_REQUIRE(result);
  if (xType != yType || xType != resultType)
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  SPN_BLAS_FORWARD_ONLY("cublasDotEx", incx, incy);
  const bool device = settings.onDevice;
  return withType("cublasDotEx", xType, [&](auto zero) {
    using T = decltype(zero);
    const Dot<T, false> dot = {{},
                               std::max(n, 0),
                               static_cast<const T *>(x),
                               incx,
                               static_cast<const T *>(y),
                               incy,
                               static_cast<T *>(result),
                               device};
    return enqueue(settings, dot, !device);
  });
}

spnblasStatus_t spnblasAxpyEx(spnblasHandle_t handle, int n, const void *alpha,
                              cudaDataType alphaType, const void *x, cudaDataType xType, int incx,
                              void *y, cudaDataType yType, int incy, cudaDataType) {
  SPN_BLAS_BEGIN(float, "cublasAxpyEx");
  if (n <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && x && y);
  if (xType != yType)
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  SPN_BLAS_FORWARD_ONLY("cublasAxpyEx", incx, incy);
  return withType("cublasAxpyEx", xType, [&](auto zero) {
    using T = decltype(zero);
    const Axpy<T> axpy = {{},
                          n,
                          scalarOf<T>(alpha, alphaType, xType, settings),
                          static_cast<const T *>(x),
                          incx,
                          static_cast<T *>(y),
                          incy};
    return enqueue(settings, axpy, false);
  });
}

spnblasStatus_t spnblasScalEx(spnblasHandle_t handle, int n, const void *alpha,
                              cudaDataType alphaType, void *x, cudaDataType xType, int incx,
                              cudaDataType) {
  SPN_BLAS_BEGIN(float, "cublasScalEx");
  if (n <= 0 || incx <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && x);
  return withType("cublasScalEx", xType, [&](auto zero) {
    using T = decltype(zero);
    const Scale<T> scale = {
        {}, n, scalarOf<T>(alpha, alphaType, xType, settings), static_cast<T *>(x), incx};
    return enqueue(settings, scale, false);
  });
}

spnblasStatus_t spnblasNrm2Ex(spnblasHandle_t handle, int n, const void *x, cudaDataType xType,
                              int incx, void *result, cudaDataType resultType, cudaDataType) {
  SPN_BLAS_BEGIN(float, "cublasNrm2Ex");
  SPN_BLAS_REQUIRE(result && incx > 0);
  const bool isReal = xType != CUDA_C_32F && xType != CUDA_C_64F;
  if (isReal ? resultType != xType : resultType != (xType == CUDA_C_32F ? CUDA_R_32F : CUDA_R_64F))
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  return withType("cublasNrm2Ex", xType, [&](auto zero) {
    using T = decltype(zero);
    const Norm<T, true> norm = {{},
                                std::max(n, 0),
                                static_cast<const T *>(x),
                                incx,
                                static_cast<Real<T> *>(result),
                                settings.onDevice};
    return enqueue(settings, norm, !settings.onDevice);
  });
}

} // extern "C"
