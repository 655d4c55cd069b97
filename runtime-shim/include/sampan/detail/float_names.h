// SPDX-License-Identifier: Apache-2.0
// The single precision functions that have inline definitions here (see float_math.h), and a way to
// give std::exp(float) and its kin the same ones. The C++ library defines those overloads by
// compiler built-ins, which end in calls that keep a loop from vectorising. So this header must be
// the first that includes <cmath>; where it is not, those overloads stay the library's, and only
// expf and its kin are ours.
#pragma once

#define SPN_FLOATFN inline __attribute__((always_inline))

// Without optimisation calls are cheaper and easier to debug. Programs can keep the C library's
// functions by SPN_FLOAT_MATH_LIBM, or name its vector functions by SPN_FLOAT_MATH_LIBMVEC (g++ and
// glibc; up to 4 units in the last place).
#if defined(__OPTIMIZE__) && !defined(__SAMPAN_PARSE__) && !defined(SPN_FLOAT_MATH_LIBM)
#if !defined(SPN_FLOAT_MATH_LIBMVEC)
#define SPN_FLOAT_MATH_INLINE 1
#elif defined(__GLIBC__) && !defined(__clang__)
#define SPN_FLOAT_MATH_VECTOR_LIBRARY 1
#endif
#endif

namespace spn {
namespace detail {

SPN_FLOATFN float expFloat(float x) noexcept;
SPN_FLOATFN float exp2Float(float x) noexcept;
SPN_FLOATFN float exp10Float(float x) noexcept;
SPN_FLOATFN float tanhFloat(float x) noexcept;
SPN_FLOATFN float erfFloat(float x) noexcept;
SPN_FLOATFN float logFloat(float x) noexcept;
SPN_FLOATFN float log2Float(float x) noexcept;
SPN_FLOATFN float log10Float(float x) noexcept;
SPN_FLOATFN float powFloat(float x, float y) noexcept;
SPN_FLOATFN float sinFloat(float x) noexcept;
SPN_FLOATFN float cosFloat(float x) noexcept;
SPN_FLOATFN float tanFloat(float x) noexcept;

} // namespace detail
} // namespace spn

#if defined(SPN_FLOAT_MATH_INLINE)
// A constant argument is left to the compiler: the overloads are constexpr in the C++ library.
#define SPN_FLOAT_OVERLOAD(builtin, function, x)                                                   \
  (__builtin_constant_p(x) ? builtin(x) : ::spn::detail::function(x))
#define __builtin_expf(x) SPN_FLOAT_OVERLOAD(__builtin_expf, expFloat, x)
#define __builtin_exp2f(x) SPN_FLOAT_OVERLOAD(__builtin_exp2f, exp2Float, x)
#define __builtin_tanhf(x) SPN_FLOAT_OVERLOAD(__builtin_tanhf, tanhFloat, x)
#define __builtin_erff(x) SPN_FLOAT_OVERLOAD(__builtin_erff, erfFloat, x)
#define __builtin_logf(x) SPN_FLOAT_OVERLOAD(__builtin_logf, logFloat, x)
#define __builtin_log2f(x) SPN_FLOAT_OVERLOAD(__builtin_log2f, log2Float, x)
#define __builtin_log10f(x) SPN_FLOAT_OVERLOAD(__builtin_log10f, log10Float, x)
#define __builtin_sinf(x) SPN_FLOAT_OVERLOAD(__builtin_sinf, sinFloat, x)
#define __builtin_cosf(x) SPN_FLOAT_OVERLOAD(__builtin_cosf, cosFloat, x)
#define __builtin_tanf(x) SPN_FLOAT_OVERLOAD(__builtin_tanf, tanFloat, x)
#define __builtin_powf(x, y)                                                                       \
  (__builtin_constant_p(x) && __builtin_constant_p(y) ? __builtin_powf(x, y)                       \
                                                      : ::spn::detail::powFloat(x, y))
#include <cmath>
#undef __builtin_expf
#undef __builtin_exp2f
#undef __builtin_tanhf
#undef __builtin_erff
#undef __builtin_logf
#undef __builtin_log2f
#undef __builtin_log10f
#undef __builtin_sinf
#undef __builtin_cosf
#undef __builtin_tanf
#undef __builtin_powf
#undef SPN_FLOAT_OVERLOAD
#endif
