// SPDX-License-Identifier: Apache-2.0
// Triangular and symmetric matrices on the host.
#pragma once

#include "libs/blas/host/products.h"

namespace spn::blas::host {

/// Element of a symmetric matrix of which one triangle is stored.
template <class T> T symmetric(const Matrix<const T> &a, spnblasFillMode_t uplo, int i, int j) {
  const bool isStored = uplo == SPNBLAS_FILL_MODE_UPPER ? i <= j : i >= j;
  return isStored ? a(i, j) : a(j, i);
}

/// op(A) for a triangular A. `at(i)` is element i of a vector.
template <class T> struct Triangle {
  Matrix<const T> a;
  int n;
  bool upper;
  spnblasOperation_t trans;
  bool unit;

  T operator()(int i, int j) const { return i == j && unit ? T(1) : element(a, trans, i, j); }
  /// Whether op(A) is an upper triangle.
  bool actsAsUpper() const { return upper == (trans == SPNBLAS_OP_N || trans == SPNBLAS_OP_CONJG); }

  template <class At> void solve(At at) const {
    const bool backwards = actsAsUpper();
    for (int step = 0; step < n; ++step) {
      const int i = backwards ? n - 1 - step : step;
      T sum = at(i);
      for (int j = backwards ? i + 1 : 0; j < (backwards ? n : i); ++j)
        sum -= (*this)(i, j) * at(j);
      at(i) = unit ? sum : sum / (*this)(i, i);
    }
  }
  template <class At> void multiply(At at) const {
    const bool backwards = !actsAsUpper();
    for (int step = 0; step < n; ++step) {
      const int i = backwards ? n - 1 - step : step;
      T sum(0);
      for (int j = backwards ? 0 : i; j < (backwards ? i + 1 : n); ++j)
        sum += (*this)(i, j) * at(j);
      at(i) = sum;
    }
  }
  /// op(A)': what stands on the right of a matrix works on its rows.
  Triangle turned() const {
    Triangle result = *this;
    result.trans = trans == SPNBLAS_OP_N   ? SPNBLAS_OP_T
                   : trans == SPNBLAS_OP_T ? SPNBLAS_OP_N
                                           : SPNBLAS_OP_CONJG;
    return result;
  }
};

} // namespace spn::blas::host
