// SPDX-License-Identifier: Apache-2.0
// Matrix products on the host without a CBLAS: column panels, so that several threads share the
// work, and a block of the inner dimension at a time, so that it stays in a cache.
#pragma once

#include "libs/blas/values.h"
#include "sampan/blas.h"

#include <algorithm>
#include <vector>

namespace spn::blas::host {

constexpr int panelColumns = 16, panelDepth = 256;

/// Element (i, j) of op(A).
template <class T> T element(const Matrix<const T> &a, spnblasOperation_t trans, int i, int j) {
  if (trans == SPNBLAS_OP_N)
    return a(i, j);
  if (trans == SPNBLAS_OP_CONJG)
    return conjugate(a(i, j));
  return trans == SPNBLAS_OP_T ? a(j, i) : conjugate(a(j, i));
}

/// c = beta * c, where c is not read if beta is 0.
template <class T> void scaleColumn(T *c, int m, T beta) {
  if (beta == T(0))
    std::fill(c, c + m, T(0));
  else if (beta != T(1))
    for (int i = 0; i < m; ++i)
      c[i] *= beta;
}

/// Columns [first, last) of C = alpha * op(A) * op(B) + beta * C.
template <class T>
void productPanel(spnblasOperation_t ta, spnblasOperation_t tb, int m, int first, int last, int k,
                  T alpha, Matrix<const T> a, Matrix<const T> b, T beta, Matrix<T> c) {
  for (int j = first; j < last; ++j)
    scaleColumn(c.column(j), m, beta);
  if (alpha == T(0))
    return;
  std::vector<T> turned; // op(A) by columns, where A lies the other way
  for (int start = 0; start < k; start += panelDepth) {
    const int end = std::min(k, start + panelDepth);
    if (ta != SPNBLAS_OP_N) {
      turned.resize(static_cast<std::size_t>(m) * static_cast<std::size_t>(end - start));
      for (int i = 0; i < m; ++i)
        for (int l = start; l < end; ++l)
          turned[static_cast<std::size_t>(l - start) * static_cast<std::size_t>(m) +
                 static_cast<std::size_t>(i)] = element(a, ta, i, l);
    }
    for (int j = first; j < last; ++j) {
      T *to = c.column(j);
      for (int l = start; l < end; ++l) {
        const T factor = alpha * element(b, tb, l, j);
        const T *from = ta == SPNBLAS_OP_N
                            ? a.column(l)
                            : turned.data() + static_cast<std::ptrdiff_t>(l - start) * m;
        for (int i = 0; i < m; ++i)
          to[i] += factor * from[i];
      }
    }
  }
}

} // namespace spn::blas::host
