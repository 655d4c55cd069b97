// SPDX-License-Identifier: Apache-2.0
// CUDA's math library for kernels and host code. Standard C and C++ functions are those of the
// host's C library, with the C++ overloads visible in the global namespace as CUDA has them; min
// and max follow CUDA's overload set; what CUDA adds (rsqrt, sinpi, erfinv, norm3d, ...) is in the
// headers included at the end, within CUDA's documented error bounds.
#pragma once

#include "sampan/detail/math_support.h"

// g++ keeps fmaxf and its kin as library calls, because the C library's treatment of NaN does not
// match one instruction. These inline definitions (GNU inline: never emitted, same symbol) let it
// inline and vectorise them.
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#define SPN_INLINE_MINMAX(name, type, op)                                                          \
  extern __inline __attribute__((gnu_inline, always_inline, artificial)) type name(                \
      type a, type b) noexcept {                                                                   \
    const type chosen = a op b ? a : b;                                                            \
    return b != b ? a : chosen;                                                                    \
  }
extern "C" {
SPN_INLINE_MINMAX(fmaxf, float, >)
SPN_INLINE_MINMAX(fmax, double, >)
SPN_INLINE_MINMAX(fminf, float, <)
SPN_INLINE_MINMAX(fmin, double, <)
}
#undef SPN_INLINE_MINMAX
#endif

// min and max of integers. Mixed signedness converts to unsigned, as in CUDA; other mixtures are
// ambiguous, as in CUDA. They are plain functions, so they win over std::min under `using namespace
// std` wherever both match.
#define SPN_MINMAX(result, left, right)                                                            \
  SPN_MATHFN constexpr result min(left a, right b) {                                               \
    return static_cast<result>(a) < static_cast<result>(b) ? static_cast<result>(a)                \
                                                           : static_cast<result>(b);               \
  }                                                                                                \
  SPN_MATHFN constexpr result max(left a, right b) {                                               \
    return static_cast<result>(a) > static_cast<result>(b) ? static_cast<result>(a)                \
                                                           : static_cast<result>(b);               \
  }
#define SPN_MINMAX_INTEGER(type)                                                                   \
  SPN_MINMAX(type, type, type)                                                                     \
  SPN_MINMAX(unsigned type, unsigned type, unsigned type)                                          \
  SPN_MINMAX(unsigned type, type, unsigned type)                                                   \
  SPN_MINMAX(unsigned type, unsigned type, type)
SPN_MINMAX_INTEGER(int)
SPN_MINMAX_INTEGER(long)
SPN_MINMAX_INTEGER(long long)
#undef SPN_MINMAX_INTEGER
#undef SPN_MINMAX

// Of floating-point numbers: a NaN loses against a number.
#define SPN_MINMAX(result, left, right)                                                            \
  SPN_MATHFN result min(left a, right b) {                                                         \
    const result x = a, y = b;                                                                     \
    const result chosen = x < y ? x : y;                                                           \
    return y != y ? x : chosen;                                                                    \
  }                                                                                                \
  SPN_MATHFN result max(left a, right b) {                                                         \
    const result x = a, y = b;                                                                     \
    const result chosen = x > y ? x : y;                                                           \
    return y != y ? x : chosen;                                                                    \
  }
SPN_MINMAX(float, float, float)
SPN_MINMAX(double, double, double)
SPN_MINMAX(double, float, double)
SPN_MINMAX(double, double, float)
#undef SPN_MINMAX

SPN_MATHFN unsigned int umin(unsigned int a, unsigned int b) { return min(a, b); }
SPN_MATHFN unsigned int umax(unsigned int a, unsigned int b) { return max(a, b); }
SPN_MATHFN long long llmin(long long a, long long b) { return min(a, b); }
SPN_MATHFN long long llmax(long long a, long long b) { return max(a, b); }
SPN_MATHFN unsigned long long ullmin(unsigned long long a, unsigned long long b) {
  return min(a, b);
}
SPN_MATHFN unsigned long long ullmax(unsigned long long a, unsigned long long b) {
  return max(a, b);
}

#include "sampan/math_constants.h"
#include "sampan/math_overloads.h"
#include "sampan/math_roots.h"
#include "sampan/math_special.h"
#include "sampan/math_trigonometric.h"
