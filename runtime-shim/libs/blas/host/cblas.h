// SPDX-License-Identifier: Apache-2.0
// The functions of a CBLAS that the host implementation calls where one is installed.
#pragma once

#include <complex>

namespace spn::blas::host {

/// CBLAS's enumerators.
enum Layout : int { columnMajor = 102 };
enum Transpose : int { noTranspose = 111, transpose = 112, conjugateTranspose = 113 };

/// Null functions: there is no CBLAS.
struct Cblas {
  void (*sgemm)(int layout, int transa, int transb, int m, int n, int k, float alpha,
                const float *a, int lda, const float *b, int ldb, float beta, float *c,
                int ldc) = nullptr;
  void (*dgemm)(int layout, int transa, int transb, int m, int n, int k, double alpha,
                const double *a, int lda, const double *b, int ldb, double beta, double *c,
                int ldc) = nullptr;
  void (*cgemm)(int layout, int transa, int transb, int m, int n, int k, const void *alpha,
                const void *a, int lda, const void *b, int ldb, const void *beta, void *c,
                int ldc) = nullptr;
  void (*zgemm)(int layout, int transa, int transb, int m, int n, int k, const void *alpha,
                const void *a, int lda, const void *b, int ldb, const void *beta, void *c,
                int ldc) = nullptr;
  bool usable = false;
};

/// Opened at the first call.
const Cblas &cblas();

inline bool gemm(int ta, int tb, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc) {
  if (cblas().usable)
    cblas().sgemm(columnMajor, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return cblas().usable;
}
inline bool gemm(int ta, int tb, int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc) {
  if (cblas().usable)
    cblas().dgemm(columnMajor, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return cblas().usable;
}
inline bool gemm(int ta, int tb, int m, int n, int k, std::complex<float> alpha,
                 const std::complex<float> *a, int lda, const std::complex<float> *b, int ldb,
                 std::complex<float> beta, std::complex<float> *c, int ldc) {
  if (cblas().usable)
    cblas().cgemm(columnMajor, ta, tb, m, n, k, &alpha, a, lda, b, ldb, &beta, c, ldc);
  return cblas().usable;
}
inline bool gemm(int ta, int tb, int m, int n, int k, std::complex<double> alpha,
                 const std::complex<double> *a, int lda, const std::complex<double> *b, int ldb,
                 std::complex<double> beta, std::complex<double> *c, int ldc) {
  if (cblas().usable)
    cblas().zgemm(columnMajor, ta, tb, m, n, k, &alpha, a, lda, b, ldb, &beta, c, ldc);
  return cblas().usable;
}

} // namespace spn::blas::host
