// SPDX-License-Identifier: Apache-2.0
// Batches of small systems of equations: factors, solutions, inverses, least squares.
#include "libs/blas/checks.h"
#include "libs/blas/host/triangles.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace spn::blas;

namespace {

template <class T> void swapRows(const Matrix<T> &a, int first, int second, int columns) {
  if (first != second)
    for (int j = 0; j < columns; ++j)
      std::swap(a(first, j), a(second, j));
}

/// Every operation has one part per matrix.
struct Batch {
  int count;
  unsigned blocks() const { return static_cast<unsigned>(count); }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

template <class T> struct Factor : Batch {
  static constexpr const char *name = "cublas getrfBatched";
  int n;
  T *const *as;
  int lda;
  int *pivots, *info;
  static double magnitude(const T &x) {
    if constexpr (isComplex<T>)
      return std::fabs(x.real()) + std::fabs(x.imag());
    else
      return std::fabs(x);
  }
  void host(unsigned block) const {
    const Matrix<T> a(as[block], lda);
    int *rows = pivots ? pivots + static_cast<std::ptrdiff_t>(block) * n : nullptr;
    info[block] = 0;
    for (int k = 0; k < n; ++k) {
      int best = k;
      for (int i = k + 1; rows && i < n; ++i)
        if (magnitude(a(i, k)) > magnitude(a(best, k)))
          best = i;
      if (rows)
        rows[k] = best + 1;
      swapRows(a, k, best, n);
      if (a(k, k) == T(0)) {
        if (!info[block])
          info[block] = k + 1;
        continue;
      }
      for (int i = k + 1; i < n; ++i)
        a(i, k) /= a(k, k);
      for (int j = k + 1; j < n; ++j)
        for (int i = k + 1; i < n; ++i)
          a(i, j) -= a(i, k) * a(k, j);
    }
  }
};

/// The two triangles that Factor leaves.
template <class T> struct Factors {
  Matrix<const T> a;
  int n;
  const int *pivots;
  host::Triangle<T> lower(spnblasOperation_t trans) const { return {a, n, false, trans, true}; }
  host::Triangle<T> upper(spnblasOperation_t trans) const { return {a, n, true, trans, false}; }
  void permute(const Matrix<T> &b, int columns, bool backwards) const {
    for (int step = 0; pivots && step < n; ++step) {
      const int k = backwards ? n - 1 - step : step;
      swapRows(b, k, pivots[k] - 1, columns);
    }
  }
  void solve(spnblasOperation_t trans, const Matrix<T> &b, int columns) const {
    const bool isPlain = trans == SPNBLAS_OP_N;
    if (isPlain)
      permute(b, columns, false);
    for (int j = 0; j < columns; ++j) {
      auto at = [&](int i) -> T & { return b(i, j); };
      if (isPlain) {
        lower(trans).solve(at);
        upper(trans).solve(at);
      } else {
        upper(trans).solve(at);
        lower(trans).solve(at);
      }
    }
    if (!isPlain)
      permute(b, columns, true);
  }
};

template <class T> struct Solve : Batch {
  static constexpr const char *name = "cublas getrsBatched";
  spnblasOperation_t trans;
  int n, columns;
  const T *const *as;
  int lda;
  const int *pivots;
  T *const *bs;
  int ldb;
  void host(unsigned block) const {
    const int *own = pivots ? pivots + static_cast<std::ptrdiff_t>(block) * n : nullptr;
    Factors<T>{Matrix<const T>(as[block], lda), n, own}.solve(trans, Matrix<T>(bs[block], ldb),
                                                              columns);
  }
};

template <class T> struct Invert : Batch {
  static constexpr const char *name = "cublas getriBatched";
  int n;
  const T *const *as;
  int lda;
  const int *pivots;
  T *const *cs;
  int ldc;
  int *info;
  void host(unsigned block) const {
    const Matrix<const T> a(as[block], lda);
    const Matrix<T> c(cs[block], ldc);
    info[block] = 0;
    for (int i = n - 1; i >= 0; --i)
      if (a(i, i) == T(0))
        info[block] = i + 1;
    if (info[block])
      return;
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
        c(i, j) = T(i == j);
    const int *own = pivots ? pivots + static_cast<std::ptrdiff_t>(block) * n : nullptr;
    Factors<T>{a, n, own}.solve(SPNBLAS_OP_N, c, n);
  }
};

/// Householder reflections turn A into a triangle, and C along with it.
template <class T> struct LeastSquares : Batch {
  static constexpr const char *name = "cublas gelsBatched";
  int m, n, columns;
  T *const *as;
  int lda;
  T *const *cs;
  int ldc;
  int *devInfo;
  using R = Real<T>;

  static void reflect(const std::vector<T> &v, R scale, T *column, int first, int m) {
    T sum(0);
    for (int i = first; i < m; ++i)
      sum += conjugate(v[static_cast<std::size_t>(i)]) * column[i];
    sum *= scale;
    for (int i = first; i < m; ++i)
      column[i] -= v[static_cast<std::size_t>(i)] * sum;
  }
  /// 0, or the column that depends on those before it.
  int reduce(const Matrix<T> &a, const Matrix<T> &c) const {
    std::vector<T> v(static_cast<std::size_t>(m));
    for (int k = 0; k < n; ++k) {
      R norm(0), length(0);
      for (int i = k; i < m; ++i)
        norm += std::norm(a(i, k));
      norm = std::sqrt(norm);
      if (norm == R(0))
        return k + 1;
      const R head = std::abs(a(k, k));
      const T sign = head == R(0) ? T(1) : a(k, k) / head;
      for (int i = k; i < m; ++i)
        v[static_cast<std::size_t>(i)] = a(i, k);
      v[static_cast<std::size_t>(k)] += sign * norm;
      for (int i = k; i < m; ++i)
        length += std::norm(v[static_cast<std::size_t>(i)]);
      for (int j = k; j < n; ++j)
        reflect(v, R(2) / length, a.column(j), k, m);
      for (int j = 0; j < columns; ++j)
        reflect(v, R(2) / length, c.column(j), k, m);
    }
    return 0;
  }
  void host(unsigned block) const {
    const Matrix<T> a(as[block], lda), c(cs[block], ldc);
    const int singular = reduce(a, c);
    if (devInfo)
      devInfo[block] = singular;
    if (singular)
      return;
    const host::Triangle<T> triangle = {Matrix<const T>(a.data(), lda), n, true, SPNBLAS_OP_N,
                                        false};
    for (int j = 0; j < columns; ++j)
      triangle.solve([&](int i) -> T & { return c(i, j); });
  }
};

template <class T>
spnblasStatus_t getrf(const char *function, spnblasHandle_t handle, int n, T *const *as, int lda,
                      int *pivots, int *info, int batch) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(n >= 0 && batch >= 0 && lda >= std::max(1, n));
  if (!n || !batch)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(as && info);
  return enqueue(settings, Factor<T>{{batch}, n, as, lda, pivots, info}, false);
}

/// cuBLAS gives the info of these two on the host: minus the number of a wrong argument.
template <class T>
spnblasStatus_t getrs(const char *function, spnblasHandle_t handle, spnblasOperation_t trans, int n,
                      int columns, const T *const *as, int lda, const int *pivots, T *const *bs,
                      int ldb, int *info, int batch) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(info);
  *info = n < 0 ? -2 : columns < 0 ? -3 : lda < std::max(1, n) ? -5 : ldb < std::max(1, n) ? -8 : 0;
  SPN_BLAS_REQUIRE(!*info && batch >= 0);
  if (!n || !columns || !batch)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(as && bs);
  return enqueue(settings, Solve<T>{{batch}, trans, n, columns, as, lda, pivots, bs, ldb}, false);
}

template <class T>
spnblasStatus_t getri(const char *function, spnblasHandle_t handle, int n, const T *const *as,
                      int lda, const int *pivots, T *const *cs, int ldc, int *info, int batch) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(n >= 0 && batch >= 0 && std::min(lda, ldc) >= std::max(1, n));
  if (!n || !batch)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(as && cs && info);
  return enqueue(settings, Invert<T>{{batch}, n, as, lda, pivots, cs, ldc, info}, false);
}

template <class T>
spnblasStatus_t gels(const char *function, spnblasHandle_t handle, spnblasOperation_t trans, int m,
                     int n, int columns, T *const *as, int lda, T *const *cs, int ldc, int *info,
                     int *devInfo, int batch) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(info);
  *info = m < 0                  ? -2
          : n < 0                ? -3
          : columns < 0          ? -4
          : lda < std::max(1, m) ? -6
          : ldc < std::max(1, m) ? -8
                                 : 0;
  SPN_BLAS_REQUIRE(!*info && batch >= 0);
  if (trans != SPNBLAS_OP_N || m < n) // as in cuBLAS
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  if (!n || !batch)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(as && cs);
  return enqueue(settings, LeastSquares<T>{{batch}, m, n, columns, as, lda, cs, ldc, devInfo},
                 false);
}

} // namespace

#define IN(T, x) reinterpret_cast<const Value<T> *const *>(x)
#define INOUT(T, x) reinterpret_cast<Value<T> *const *>(x)

#define SYSTEMS(letter, T)                                                                         \
  spnblasStatus_t spnblas##letter##getrfBatched(spnblasHandle_t handle, int n, T *const A[],       \
                                                int lda, int *pivots, int *info, int batchCount) { \
    return getrf("cublas" #letter "getrfBatched", handle, n, INOUT(T, A), lda, pivots, info,       \
                 batchCount);                                                                      \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##getrsBatched(                                                   \
      spnblasHandle_t handle, spnblasOperation_t trans, int n, int nrhs, const T *const A[],       \
      int lda, const int *pivots, T *const B[], int ldb, int *info, int batchCount) {              \
    return getrs("cublas" #letter "getrsBatched", handle, trans, n, nrhs, IN(T, A), lda, pivots,   \
                 INOUT(T, B), ldb, info, batchCount);                                              \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##getriBatched(spnblasHandle_t handle, int n, const T *const A[], \
                                                int lda, const int *pivots, T *const C[], int ldc, \
                                                int *info, int batchCount) {                       \
    return getri("cublas" #letter "getriBatched", handle, n, IN(T, A), lda, pivots, INOUT(T, C),   \
                 ldc, info, batchCount);                                                           \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##gelsBatched(                                                    \
      spnblasHandle_t handle, spnblasOperation_t trans, int m, int n, int nrhs, T *const A[],      \
      int lda, T *const C[], int ldc, int *info, int *devInfo, int batchCount) {                   \
    return gels("cublas" #letter "gelsBatched", handle, trans, m, n, nrhs, INOUT(T, A), lda,       \
                INOUT(T, C), ldc, info, devInfo, batchCount);                                      \
  }

extern "C" {

SYSTEMS(S, float)
SYSTEMS(D, double)
SYSTEMS(C, cuComplex)
SYSTEMS(Z, cuDoubleComplex)

} // extern "C"
