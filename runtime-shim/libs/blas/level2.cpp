// SPDX-License-Identifier: Apache-2.0
// Level 2: a matrix and vectors.
#include "libs/blas/checks.h"
#include "libs/blas/host/triangles.h"
#include "libs/blas/vectors.h"

#include <algorithm>

using namespace spn::blas;

namespace {

/// y = beta * y, where y is not read if beta is 0.
template <class T> void scaleVector(const Vector<T> &y, int n, T beta) {
  for (int i = 0; i < n; ++i)
    y[i] = beta == T(0) ? T(0) : y[i] * beta;
}

template <class T> struct Gemv : OnePart {
  static constexpr const char *name = "cublas gemv";
  spnblasOperation_t trans;
  int m, n;
  Scalar<T> alpha;
  const T *a;
  int lda;
  const T *x;
  int incx;
  Scalar<T> beta;
  T *y;
  int incy;

  int rows() const { return trans == SPNBLAS_OP_N ? m : n; }
  int columns() const { return trans == SPNBLAS_OP_N ? n : m; }
  void host(unsigned) const {
    const Matrix<const T> matrix(a, lda);
    const Vector<const T> from(x, columns(), incx);
    const Vector<T> to(y, rows(), incy);
    const T scale = alpha.get();
    scaleVector(to, rows(), beta.get());
    if (trans == SPNBLAS_OP_N) {
      for (int j = 0; j < n; ++j) {
        const T factor = scale * from[j];
        const T *column = matrix.column(j);
        for (int i = 0; i < m; ++i)
          to[i] += factor * column[i];
      }
      return;
    }
    for (int j = 0; j < n; ++j) {
      T sum(0);
      const T *column = matrix.column(j);
      for (int i = 0; i < m; ++i)
        sum += (trans == SPNBLAS_OP_C ? conjugate(column[i]) : column[i]) * from[i];
      to[j] += scale * sum;
    }
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>) {
      // y' = alpha * x' * op(A)' + beta * y', for operators that see rows.
      const bool isPlain = trans == SPNBLAS_OP_N;
      const ascend::DataType type = ascend::typeOf<T>;
      const ascend::View result = {y, type, {1, 1, rows()}, {0, 0, incy}};
      const ascend::View vector = {const_cast<T *>(x), type, {1, 1, columns()}, {0, 0, incx}};
      const ascend::View matrix = {const_cast<T *>(a),
                                   type,
                                   {1, columns(), rows()},
                                   {0, isPlain ? lda : 1, isPlain ? 1 : lda}};
      multiply(call, result, vector, matrix, call.read(alpha), call.read(beta));
    }
    return call.result();
  }
};

template <class T, bool conjugated> struct Ger : OnePart {
  static constexpr const char *name = "cublas ger";
  int m, n;
  Scalar<T> alpha;
  const T *x;
  int incx;
  const T *y;
  int incy;
  T *a;
  int lda;
  void host(unsigned) const {
    const Matrix<T> matrix(a, lda);
    const Vector<const T> left(x, m, incx), right(y, n, incy);
    const T scale = alpha.get();
    for (int j = 0; j < n; ++j) {
      const T factor = scale * (conjugated ? conjugate(right[j]) : right[j]);
      for (int i = 0; i < m; ++i)
        matrix(i, j) += left[i] * factor;
    }
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>) {
      const ascend::DataType type = ascend::typeOf<T>;
      const ascend::View matrix = {a, type, {1, n, m}, {0, lda, 1}};
      const ascend::View right = {const_cast<T *>(y), type, {1, n, 1}, {0, incy, 1}};
      const ascend::View left = {const_cast<T *>(x), type, {1, 1, m}, {0, 1, incx}};
      multiply(call, matrix, right, left, call.read(alpha), 1);
    }
    return call.result();
  }
};

template <class T> struct Symv : OnePart {
  static constexpr const char *name = "cublas symv";
  spnblasFillMode_t uplo;
  int n;
  Scalar<T> alpha;
  const T *a;
  int lda;
  const T *x;
  int incx;
  Scalar<T> beta;
  T *y;
  int incy;
  void host(unsigned) const {
    const Matrix<const T> matrix(a, lda);
    const Vector<const T> from(x, n, incx);
    const Vector<T> to(y, n, incy);
    const T scale = alpha.get();
    scaleVector(to, n, beta.get());
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
        to[i] += scale * host::symmetric(matrix, uplo, i, j) * from[j];
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

/// x = op(A) * x, or its inverse.
template <class T, bool inverse> struct Triangular : OnePart {
  static constexpr const char *name = inverse ? "cublas trsv" : "cublas trmv";
  host::Triangle<T> triangle;
  T *x;
  int incx;
  void host(unsigned) const {
    const Vector<T> all(x, triangle.n, incx);
    if constexpr (inverse)
      triangle.solve([&](int i) -> T & { return all[i]; });
    else
      triangle.multiply([&](int i) -> T & { return all[i]; });
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

template <class T>
spnblasStatus_t gemv(const char *function, spnblasHandle_t handle, spnblasOperation_t trans, int m,
                     int n, const T *alpha, const T *a, int lda, const T *x, int incx,
                     const T *beta, T *y, int incy) {
  SPN_BLAS_BEGIN(T, function);
  SPN_BLAS_REQUIRE(trans >= SPNBLAS_OP_N && trans <= SPNBLAS_OP_C && m >= 0 && n >= 0);
  SPN_BLAS_REQUIRE(lda >= std::max(1, m) && incx && incy);
  if (!m || !n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && beta && a && x && y);
  SPN_BLAS_FORWARD_ONLY(function, incx, incy);
  const bool device = settings.onDevice;
  return enqueue(
      settings, Gemv<T>{{}, trans, m, n, {alpha, device}, a, lda, x, incx, {beta, device}, y, incy},
      false);
}

template <bool conjugated, class T>
spnblasStatus_t ger(const char *function, spnblasHandle_t handle, int m, int n, const T *alpha,
                    const T *x, int incx, const T *y, int incy, T *a, int lda) {
  SPN_BLAS_BEGIN(T, function);
  SPN_BLAS_REQUIRE(m >= 0 && n >= 0 && lda >= std::max(1, m) && incx && incy);
  if (!m || !n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && a && x && y);
  SPN_BLAS_FORWARD_ONLY(function, incx, incy);
  return enqueue(settings,
                 Ger<T, conjugated>{{}, m, n, {alpha, settings.onDevice}, x, incx, y, incy, a, lda},
                 false);
}

template <class T>
spnblasStatus_t symv(const char *function, spnblasHandle_t handle, spnblasFillMode_t uplo, int n,
                     const T *alpha, const T *a, int lda, const T *x, int incx, const T *beta, T *y,
                     int incy) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(n >= 0 && lda >= std::max(1, n) && incx && incy);
  if (!n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && beta && a && x && y);
  const bool device = settings.onDevice;
  return enqueue(settings,
                 Symv<T>{{}, uplo, n, {alpha, device}, a, lda, x, incx, {beta, device}, y, incy},
                 false);
}

template <bool inverse, class T>
spnblasStatus_t triangular(const char *function, spnblasHandle_t handle, spnblasFillMode_t uplo,
                           spnblasOperation_t trans, spnblasDiagType_t diag, int n, const T *a,
                           int lda, T *x, int incx) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(n >= 0 && lda >= std::max(1, n) && incx);
  if (!n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(a && x);
  const host::Triangle<T> triangle = {Matrix<const T>(a, lda), n, uplo == SPNBLAS_FILL_MODE_UPPER,
                                      trans, diag == SPNBLAS_DIAG_UNIT};
  return enqueue(settings, Triangular<T, inverse>{{}, triangle, x, incx}, false);
}

} // namespace

#define LEVEL2(letter, T)                                                                          \
  spnblasStatus_t spnblas##letter##gemv(spnblasHandle_t handle, spnblasOperation_t trans, int m,   \
                                        int n, const T *alpha, const T *A, int lda, const T *x,    \
                                        int incx, const T *beta, T *y, int incy) {                 \
    return gemv("cublas" #letter "gemv", handle, trans, m, n, value(alpha), value(A), lda,         \
                value(x), incx, value(beta), value(y), incy);                                      \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##symv(spnblasHandle_t handle, spnblasFillMode_t uplo, int n,     \
                                        const T *alpha, const T *A, int lda, const T *x, int incx, \
                                        const T *beta, T *y, int incy) {                           \
    return symv("cublas" #letter "symv", handle, uplo, n, value(alpha), value(A), lda, value(x),   \
                incx, value(beta), value(y), incy);                                                \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##trsv(spnblasHandle_t handle, spnblasFillMode_t uplo,            \
                                        spnblasOperation_t trans, spnblasDiagType_t diag, int n,   \
                                        const T *A, int lda, T *x, int incx) {                     \
    return triangular<true>("cublas" #letter "trsv", handle, uplo, trans, diag, n, value(A), lda,  \
                            value(x), incx);                                                       \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##trmv(spnblasHandle_t handle, spnblasFillMode_t uplo,            \
                                        spnblasOperation_t trans, spnblasDiagType_t diag, int n,   \
                                        const T *A, int lda, T *x, int incx) {                     \
    return triangular<false>("cublas" #letter "trmv", handle, uplo, trans, diag, n, value(A), lda, \
                             value(x), incx);                                                      \
  }

#define RANK_ONE(name, T, conjugated)                                                              \
  spnblasStatus_t spnblas##name(spnblasHandle_t handle, int m, int n, const T *alpha, const T *x,  \
                                int incx, const T *y, int incy, T *A, int lda) {                   \
    return ger<conjugated>("cublas" #name, handle, m, n, value(alpha), value(x), incx, value(y),   \
                           incy, value(A), lda);                                                   \
  }

extern "C" {

LEVEL2(S, float)
LEVEL2(D, double)
LEVEL2(C, cuComplex)
LEVEL2(Z, cuDoubleComplex)
RANK_ONE(Sger, float, false)
RANK_ONE(Dger, double, false)
RANK_ONE(Cgeru, cuComplex, false)
RANK_ONE(Cgerc, cuComplex, true)
RANK_ONE(Zgeru, cuDoubleComplex, false)
RANK_ONE(Zgerc, cuDoubleComplex, true)

} // extern "C"
