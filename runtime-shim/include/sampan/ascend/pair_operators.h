// SPDX-License-Identifier: Apache-2.0
// Arithmetic of half2 and bfloat16x2_t by operators.
#pragma once

#include <type_traits>

/// CUDA has operators for pairs. A toolkit whose pairs are vectors of the compiler has them, too,
/// so these are for classes only.
#define SPN_ASCEND_PAIR_OPERATOR(Pair, symbol)                                                     \
  template <class T,                                                                               \
            std::enable_if_t<std::is_same<T, Pair>::value && std::is_class<T>::value, int> = 0>    \
  __host__ __aicore__ inline T operator symbol(T a, T b) {                                         \
    T result;                                                                                      \
    result.x = a.x symbol b.x;                                                                     \
    result.y = a.y symbol b.y;                                                                     \
    return result;                                                                                 \
  }                                                                                                \
  template <class T,                                                                               \
            std::enable_if_t<std::is_same<T, Pair>::value && std::is_class<T>::value, int> = 0>    \
  __host__ __aicore__ inline T &operator symbol## = (T & a, T b) {                                 \
    return a = a symbol b;                                                                         \
  }
#define SPN_ASCEND_PAIR_OPERATORS(Pair)                                                            \
  SPN_ASCEND_PAIR_OPERATOR(Pair, +)                                                                \
  SPN_ASCEND_PAIR_OPERATOR(Pair, -)                                                                \
  SPN_ASCEND_PAIR_OPERATOR(Pair, *)                                                                \
  SPN_ASCEND_PAIR_OPERATOR(Pair, /)
