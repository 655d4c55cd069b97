// SPDX-License-Identifier: Apache-2.0
// Vectors and matrices between host and device: copies of rows.
#include "sampan/blas.h"

namespace {

spnblasStatus_t status(spnError_t error) {
  if (error == spnErrorInvalidValue)
    return SPNBLAS_STATUS_MAPPING_ERROR;
  return error ? SPNBLAS_STATUS_EXECUTION_FAILED : SPNBLAS_STATUS_SUCCESS;
}

struct Transfer {
  spnMemcpyKind kind;
  bool asynchronous;
  spnStream_t stream;
};

/// `rows` pieces of `width` bytes.
spnblasStatus_t copy(const Transfer &how, void *to, size_t toPitch, const void *from,
                     size_t fromPitch, size_t width, size_t rows) {
  if (!width || !rows)
    return SPNBLAS_STATUS_SUCCESS;
  return status(
      how.asynchronous
          ? spnMemcpy2DAsync(to, toPitch, from, fromPitch, width, rows, how.kind, how.stream)
          : spnMemcpy2D(to, toPitch, from, fromPitch, width, rows, how.kind));
}

spnblasStatus_t vector(const Transfer &how, int n, int elementSize, const void *x, int incx,
                       void *y, int incy) {
  if (incx <= 0 || incy <= 0 || elementSize <= 0)
    return SPNBLAS_STATUS_INVALID_VALUE;
  if (n <= 0)
    return SPNBLAS_STATUS_SUCCESS;
  const auto size = static_cast<size_t>(elementSize), count = static_cast<size_t>(n);
  if (incx == 1 && incy == 1)
    return copy(how, y, count * size, x, count * size, count * size, 1);
  return copy(how, y, size * static_cast<size_t>(incy), x, size * static_cast<size_t>(incx), size,
              count);
}

spnblasStatus_t matrix(const Transfer &how, int rows, int cols, int elementSize, const void *A,
                       int lda, void *B, int ldb) {
  if (rows < 0 || cols < 0 || elementSize <= 0 || lda < rows || ldb < rows || lda <= 0 || ldb <= 0)
    return SPNBLAS_STATUS_INVALID_VALUE;
  const auto size = static_cast<size_t>(elementSize);
  return copy(how, B, size * static_cast<size_t>(ldb), A, size * static_cast<size_t>(lda),
              size * static_cast<size_t>(rows), static_cast<size_t>(cols));
}

constexpr Transfer toDevice = {spnMemcpyHostToDevice, false, nullptr};
constexpr Transfer toHost = {spnMemcpyDeviceToHost, false, nullptr};

} // namespace

extern "C" {

spnblasStatus_t spnblasSetVector(int n, int elementSize, const void *x, int incx, void *devicePtr,
                                 int incy) {
  return vector(toDevice, n, elementSize, x, incx, devicePtr, incy);
}
spnblasStatus_t spnblasGetVector(int n, int elementSize, const void *x, int incx, void *y,
                                 int incy) {
  return vector(toHost, n, elementSize, x, incx, y, incy);
}
spnblasStatus_t spnblasSetMatrix(int rows, int cols, int elementSize, const void *A, int lda,
                                 void *B, int ldb) {
  return matrix(toDevice, rows, cols, elementSize, A, lda, B, ldb);
}
spnblasStatus_t spnblasGetMatrix(int rows, int cols, int elementSize, const void *A, int lda,
                                 void *B, int ldb) {
  return matrix(toHost, rows, cols, elementSize, A, lda, B, ldb);
}
spnblasStatus_t spnblasSetVectorAsync(int n, int elementSize, const void *x, int incx,
                                      void *devicePtr, int incy, spnStream_t stream) {
  return vector({spnMemcpyHostToDevice, true, stream}, n, elementSize, x, incx, devicePtr, incy);
}
spnblasStatus_t spnblasGetVectorAsync(int n, int elementSize, const void *x, int incx, void *y,
                                      int incy, spnStream_t stream) {
  return vector({spnMemcpyDeviceToHost, true, stream}, n, elementSize, x, incx, y, incy);
}
spnblasStatus_t spnblasSetMatrixAsync(int rows, int cols, int elementSize, const void *A, int lda,
                                      void *B, int ldb, spnStream_t stream) {
  return matrix({spnMemcpyHostToDevice, true, stream}, rows, cols, elementSize, A, lda, B, ldb);
}
spnblasStatus_t spnblasGetMatrixAsync(int rows, int cols, int elementSize, const void *A, int lda,
                                      void *B, int ldb, spnStream_t stream) {
  return matrix({spnMemcpyDeviceToHost, true, stream}, rows, cols, elementSize, A, lda, B, ldb);
}

} // extern "C"
