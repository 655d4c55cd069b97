// SPDX-License-Identifier: Apache-2.0
// Sums of matrices, and products with a diagonal one.
#include "libs/blas/checks.h"
#include "libs/blas/host/products.h"

#include <algorithm>

using namespace spn::blas;

namespace {

template <class T> struct Geam {
  static constexpr const char *name = "cublas geam";
  spnblasOperation_t transa, transb;
  int m, n;
  Scalar<T> alpha;
  Matrix<const T> a;
  Scalar<T> beta;
  Matrix<const T> b;
  Matrix<T> c;
  unsigned blocks() const { return static_cast<unsigned>((n + 63) / 64); }
  /// A matrix whose factor is 0 is not read.
  void host(unsigned block) const {
    const T left = alpha.get(), right = beta.get();
    const int first = static_cast<int>(block) * 64, last = std::min(n, first + 64);
    for (int j = first; j < last; ++j)
      for (int i = 0; i < m; ++i)
        c(i, j) = (left == T(0) ? T(0) : left * host::element(a, transa, i, j)) +
                  (right == T(0) ? T(0) : right * host::element(b, transb, i, j));
  }
  static ascend::View turned(const Matrix<const T> &x, spnblasOperation_t trans, int m, int n) {
    const bool isPlain = trans == SPNBLAS_OP_N;
    return {const_cast<T *>(x.data()),
            ascend::typeOf<T>,
            {n, m},
            {isPlain ? x.leading() : 1, isPlain ? 1 : x.leading()}};
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>) {
      const auto &ops = ascend::aclnn();
      const T left = call.read(alpha), right = call.read(beta);
      // By way of other memory: C may be A or B.
      aclTensor *sum = call.tensor(call.temporary({n, m}, ascend::typeOf<T>));
      if (left == 0) {
        call.run(ops.InplaceZero, sum);
      } else {
        call.run(ops.InplaceCopy, sum, call.tensor(turned(a, transa, m, n)));
        call.run(ops.InplaceMuls, sum, call.scalar(left));
      }
      if (right != 0)
        call.run(ops.InplaceAdd, sum, call.tensor(turned(b, transb, m, n)), call.scalar(right));
      call.run(ops.InplaceCopy,
               call.tensor({c.data(), ascend::typeOf<T>, {n, m}, {c.leading(), 1}}), sum);
    }
    return call.result();
  }
};

template <class T> struct Dgmm {
  static constexpr const char *name = "cublas dgmm";
  bool left;
  int m, n;
  Matrix<const T> a;
  const T *x;
  int incx;
  Matrix<T> c;
  unsigned blocks() const { return static_cast<unsigned>((n + 63) / 64); }
  void host(unsigned block) const {
    const Vector<const T> factors(x, left ? m : n, incx);
    const int first = static_cast<int>(block) * 64, last = std::min(n, first + 64);
    for (int j = first; j < last; ++j)
      for (int i = 0; i < m; ++i)
        c(i, j) = a(i, j) * factors[left ? i : j];
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

template <class T>
spnblasStatus_t geam(const char *function, spnblasHandle_t handle, spnblasOperation_t transa,
                     spnblasOperation_t transb, int m, int n, const T *alpha, const T *a, int lda,
                     const T *beta, const T *b, int ldb, T *c, int ldc) {
  SPN_BLAS_BEGIN(T, function);
  SPN_BLAS_REQUIRE(m >= 0 && n >= 0 && ldc >= std::max(1, m));
  SPN_BLAS_REQUIRE(lda >= std::max(1, transa == SPNBLAS_OP_N ? m : n));
  SPN_BLAS_REQUIRE(ldb >= std::max(1, transb == SPNBLAS_OP_N ? m : n));
  // In place only where nothing is turned.
  SPN_BLAS_REQUIRE(c != a || (lda == ldc && transa == SPNBLAS_OP_N));
  SPN_BLAS_REQUIRE(c != b || (ldb == ldc && transb == SPNBLAS_OP_N));
  if (!m || !n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(alpha && beta && c);
  const bool device = settings.onDevice;
  const Geam<T> sum = {transa,
                       transb,
                       m,
                       n,
                       Scalar<T>(alpha, device),
                       Matrix<const T>(a, lda),
                       Scalar<T>(beta, device),
                       Matrix<const T>(b, ldb),
                       Matrix<T>(c, ldc)};
  return enqueue(settings, sum, false);
}

template <class T>
spnblasStatus_t dgmm(const char *function, spnblasHandle_t handle, spnblasSideMode_t side, int m,
                     int n, const T *a, int lda, const T *x, int incx, T *c, int ldc) {
  SPN_BLAS_BEGIN_ON_HOST(function);
  SPN_BLAS_REQUIRE(m >= 0 && n >= 0 && std::min(lda, ldc) >= std::max(1, m));
  if (!m || !n)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(a && x && c);
  return enqueue(
      settings,
      Dgmm<T>{side == SPNBLAS_SIDE_LEFT, m, n, Matrix<const T>(a, lda), x, incx, Matrix<T>(c, ldc)},
      false);
}

} // namespace

#define MATRICES(letter, T)                                                                        \
  spnblasStatus_t spnblas##letter##geam(                                                           \
      spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,  \
      const T *alpha, const T *A, int lda, const T *beta, const T *B, int ldb, T *C, int ldc) {    \
    return geam("cublas" #letter "geam", handle, transa, transb, m, n, value(alpha), value(A),     \
                lda, value(beta), value(B), ldb, value(C), ldc);                                   \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##dgmm(spnblasHandle_t handle, spnblasSideMode_t mode, int m,     \
                                        int n, const T *A, int lda, const T *x, int incx, T *C,    \
                                        int ldc) {                                                 \
    return dgmm("cublas" #letter "dgmm", handle, mode, m, n, value(A), lda, value(x), incx,        \
                value(C), ldc);                                                                    \
  }

extern "C" {

MATRICES(S, float)
MATRICES(D, double)
MATRICES(C, cuComplex)
MATRICES(Z, cuDoubleComplex)

} // extern "C"
