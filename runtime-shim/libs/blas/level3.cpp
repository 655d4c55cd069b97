// SPDX-License-Identifier: Apache-2.0
// Level 3 besides the general product: symmetric and triangular matrices.
#include "libs/blas/checks.h"
#include "libs/blas/host/triangles.h"

#include <algorithm>
#include <vector>

using namespace spn::blas;

namespace {

constexpr unsigned partsOf(int count) { return static_cast<unsigned>((count + 15) / 16); }
int firstOf(unsigned block) { return static_cast<int>(block) * 16; }
int lastOf(unsigned block, int count) { return std::min(count, firstOf(block) + 16); }

template <class T> struct Symm {
  static constexpr const char *name = "cublas symm";
  bool left;
  spnblasFillMode_t uplo;
  int m, n;
  Scalar<T> alpha;
  Matrix<const T> a, b;
  Scalar<T> beta;
  Matrix<T> c;
  unsigned blocks() const { return partsOf(n); }
  void host(unsigned block) const {
    const T scale = alpha.get(), keep = beta.get();
    for (int j = firstOf(block); j < lastOf(block, n); ++j) {
      host::scaleColumn(c.column(j), m, keep);
      for (int l = 0; l < (left ? m : n); ++l)
        for (int i = 0; i < m; ++i)
          c(i, j) += scale * (left ? host::symmetric(a, uplo, i, l) * b(l, j)
                                   : b(i, l) * host::symmetric(a, uplo, l, j));
    }
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

template <class T> struct Syrk {
  static constexpr const char *name = "cublas syrk";
  spnblasFillMode_t uplo;
  spnblasOperation_t trans;
  int n, k;
  Scalar<T> alpha;
  Matrix<const T> a;
  Scalar<T> beta;
  Matrix<T> c;
  unsigned blocks() const { return partsOf(n); }
  void host(unsigned block) const {
    const T scale = alpha.get(), keep = beta.get();
    const bool upper = uplo == SPNBLAS_FILL_MODE_UPPER;
    for (int j = firstOf(block); j < lastOf(block, n); ++j) {
      const int first = upper ? 0 : j, last = upper ? j + 1 : n;
      host::scaleColumn(c.column(j) + first, last - first, keep);
      for (int l = 0; l < k; ++l) {
        const bool isPlain = trans == SPNBLAS_OP_N;
        const T factor = scale * (isPlain ? a(j, l) : a(l, j));
        for (int i = first; i < last; ++i)
          c(i, j) += factor * (isPlain ? a(i, l) : a(l, i));
      }
    }
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

/// B = alpha * inverse(op(A)) * B, or with A on the right; C = alpha * op(A) * B likewise.
template <class T, bool inverse> struct TriangularProduct {
  static constexpr const char *name = inverse ? "cublas trsm" : "cublas trmm";
  host::Triangle<T> triangle;
  bool left;
  int m, n;
  Scalar<T> alpha;
  Matrix<const T> b;
  Matrix<T> c;
  const T *const *as = nullptr; ///< a batch, with one part for each
  T *const *bs = nullptr;
  int batch = 1;

  unsigned blocks() const { return bs ? static_cast<unsigned>(batch) : partsOf(left ? n : m); }
  void host(unsigned block) const {
    if (!bs)
      return work(triangle, b, c, firstOf(block), lastOf(block, left ? n : m));
    host::Triangle<T> own = triangle;
    own.a = Matrix<const T>(as[block], triangle.a.leading());
    const Matrix<T> matrix(bs[block], c.leading());
    work(own, Matrix<const T>(bs[block], c.leading()), matrix, 0, left ? n : m);
  }
  void work(const host::Triangle<T> &a, const Matrix<const T> &from, const Matrix<T> &to, int first,
            int last) const {
    const T scale = alpha.get();
    const host::Triangle<T> acting = left ? a : a.turned();
    for (int line = first; line < last; ++line) {
      auto at = [&](int i) -> T & { return left ? to(i, line) : to(line, i); };
      for (int i = 0; i < acting.n; ++i)
        at(i) = scale == T(0) ? T(0) : scale * (left ? from(i, line) : from(line, i));
      if constexpr (inverse)
        acting.solve(at);
      else
        acting.multiply(at);
    }
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T> && inverse) {
      // Descriptors with strides show the operator the matrices as BLAS means them, or turned.
      const ascend::DataType type = ascend::typeOf<T>;
      const int rows = left ? m : n, columns = left ? n : m, ldb = c.leading();
      const ascend::View right = {
          c.data(), type, {rows, columns}, {left ? 1 : ldb, left ? ldb : 1}};
      const ascend::View matrix = {
          const_cast<T *>(triangle.a.data()), type, {rows, rows}, {1, triangle.a.leading()}};
      const ascend::View solution = call.temporary({rows, columns}, type);
      const ascend::View copy = call.temporary({rows, rows}, type);
      const bool turned = (triangle.trans == SPNBLAS_OP_N) != left;
      aclTensor *given = call.tensor(right), *found = call.tensor(solution);
      call.run(ascend::aclnn().InplaceMuls, given, call.scalar(call.read(alpha)));
      call.run(ascend::aclnn().TriangularSolve, given, call.tensor(matrix), triangle.upper, turned,
               triangle.unit, found, call.tensor(copy));
      call.run(ascend::aclnn().InplaceCopy, given, found);
      return call.result();
    } else {
      return spnErrorNotSupported;
    }
  }
};

template <class T> struct TriangularShape {
  spnblasSideMode_t side;
  spnblasFillMode_t uplo;
  spnblasOperation_t trans;
  spnblasDiagType_t diag;
  int m, n;
  const T *a;
  int lda;
  bool left() const { return side == SPNBLAS_SIDE_LEFT; }
  int order() const { return left() ? m : n; }
  bool isValid() const { return m >= 0 && n >= 0 && lda >= std::max(1, order()); }
  host::Triangle<T> triangle() const {
    return {Matrix<const T>(a, lda), order(), uplo == SPNBLAS_FILL_MODE_UPPER, trans,
            diag == SPNBLAS_DIAG_UNIT};
  }
};

template <class T>
spnblasStatus_t trsm(const char *function, spnblasHandle_t handle, const TriangularShape<T> &shape,
                     const T *alpha, T *b, int ldb) {
  SPN_BLAS_BEGIN(T, function);
  SPN_BLAS_REQUIRE(shape.isValid() && ldb >= std::max(1, shape.m));
  if (!shape.m || !shape.n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && shape.a && b);
  return enqueue(settings,
                 TriangularProduct<T, true>{shape.triangle(), shape.left(), shape.m, shape.n,
                                            Scalar<T>(alpha, settings.onDevice),
                                            Matrix<const T>(b, ldb), Matrix<T>(b, ldb)},
                 false);
}

template <class T>
spnblasStatus_t trsmBatched(const char *function, spnblasHandle_t handle,
                            const TriangularShape<T> &shape, const T *alpha, const T *const *as,
                            T *const *bs, int ldb, int batch) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(shape.isValid() && ldb >= std::max(1, shape.m) && batch >= 0);
  if (!shape.m || !shape.n || !batch)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && as && bs);
  return enqueue(settings,
                 TriangularProduct<T, true>{shape.triangle(), shape.left(), shape.m, shape.n,
                                            Scalar<T>(alpha, settings.onDevice),
                                            Matrix<const T>(nullptr, ldb), Matrix<T>(nullptr, ldb),
                                            as, bs, batch},
                 false);
}

template <class T>
spnblasStatus_t trmm(const char *function, spnblasHandle_t handle, const TriangularShape<T> &shape,
                     const T *alpha, const T *b, int ldb, T *c, int ldc) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(shape.isValid() && std::min(ldb, ldc) >= std::max(1, shape.m));
  if (!shape.m || !shape.n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && shape.a && b && c);
  return enqueue(settings,
                 TriangularProduct<T, false>{shape.triangle(), shape.left(), shape.m, shape.n,
                                             Scalar<T>(alpha, settings.onDevice),
                                             Matrix<const T>(b, ldb), Matrix<T>(c, ldc)},
                 false);
}

template <class T>
spnblasStatus_t symm(const char *function, spnblasHandle_t handle, spnblasSideMode_t side,
                     spnblasFillMode_t uplo, int m, int n, const T *alpha, const T *a, int lda,
                     const T *b, int ldb, const T *beta, T *c, int ldc) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  const bool left = side == SPNBLAS_SIDE_LEFT;
  SPN_BLAS_REQUIRE(m >= 0 && n >= 0 && lda >= std::max(1, left ? m : n));
  SPN_BLAS_REQUIRE(std::min(ldb, ldc) >= std::max(1, m));
  if (!m || !n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && beta && a && b && c);
  return enqueue(settings,
                 Symm<T>{left, uplo, m, n, Scalar<T>(alpha, settings.onDevice),
                         Matrix<const T>(a, lda), Matrix<const T>(b, ldb),
                         Scalar<T>(beta, settings.onDevice), Matrix<T>(c, ldc)},
                 false);
}

template <class T>
spnblasStatus_t syrk(const char *function, spnblasHandle_t handle, spnblasFillMode_t uplo,
                     spnblasOperation_t trans, int n, int k, const T *alpha, const T *a, int lda,
                     const T *beta, T *c, int ldc) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(n >= 0 && k >= 0 && lda >= std::max(1, trans == SPNBLAS_OP_N ? n : k));
  SPN_BLAS_REQUIRE(ldc >= std::max(1, n));
  if (!n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && beta && a && c);
  return enqueue(settings,
                 Syrk<T>{uplo, trans, n, k, Scalar<T>(alpha, settings.onDevice),
                         Matrix<const T>(a, lda), Scalar<T>(beta, settings.onDevice),
                         Matrix<T>(c, ldc)},
                 false);
}

} // namespace

#define TRIANGULAR                                                                                 \
  spnblasSideMode_t side, spnblasFillMode_t uplo, spnblasOperation_t trans,                        \
      spnblasDiagType_t diag, int m, int n
#define SHAPE(T, A)                                                                                \
  TriangularShape<Value<T>> { side, uplo, trans, diag, m, n, A, lda }

#define LEVEL3(letter, T)                                                                          \
  spnblasStatus_t spnblas##letter##trsm(spnblasHandle_t handle, TRIANGULAR, const T *alpha,        \
                                        const T *A, int lda, T *B, int ldb) {                      \
    return trsm("cublas" #letter "trsm", handle, SHAPE(T, value(A)), value(alpha), value(B), ldb); \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##trsmBatched(spnblasHandle_t handle, TRIANGULAR, const T *alpha, \
                                               const T *const A[], int lda, T *const B[], int ldb, \
                                               int batchCount) {                                   \
    return trsmBatched("cublas" #letter "trsmBatched", handle, SHAPE(T, nullptr), value(alpha),    \
                       reinterpret_cast<const Value<T> *const *>(A),                               \
                       reinterpret_cast<Value<T> *const *>(B), ldb, batchCount);                   \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##trmm(spnblasHandle_t handle, TRIANGULAR, const T *alpha,        \
                                        const T *A, int lda, const T *B, int ldb, T *C, int ldc) { \
    return trmm("cublas" #letter "trmm", handle, SHAPE(T, value(A)), value(alpha), value(B), ldb,  \
                value(C), ldc);                                                                    \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##symm(                                                           \
      spnblasHandle_t handle, spnblasSideMode_t side, spnblasFillMode_t uplo, int m, int n,        \
      const T *alpha, const T *A, int lda, const T *B, int ldb, const T *beta, T *C, int ldc) {    \
    return symm("cublas" #letter "symm", handle, side, uplo, m, n, value(alpha), value(A), lda,    \
                value(B), ldb, value(beta), value(C), ldc);                                        \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##syrk(spnblasHandle_t handle, spnblasFillMode_t uplo,            \
                                        spnblasOperation_t trans, int n, int k, const T *alpha,    \
                                        const T *A, int lda, const T *beta, T *C, int ldc) {       \
    return syrk("cublas" #letter "syrk", handle, uplo, trans, n, k, value(alpha), value(A), lda,   \
                value(beta), value(C), ldc);                                                       \
  }

extern "C" {

LEVEL3(S, float)
LEVEL3(D, double)
LEVEL3(C, cuComplex)
LEVEL3(Z, cuDoubleComplex)

} // extern "C"
