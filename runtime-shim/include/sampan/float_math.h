// SPDX-License-Identifier: Apache-2.0
// Gives expf, logf, sinf, powf and their kin inline definitions without branches, in the units that
// have kernels: a thread loop that calls them vectorises, and none pays for errno. Every result is
// within CUDA's error bounds for all floats, with infinities, NaN, zeros and denormal numbers as
// the C standard has them. See detail/float_names.h for how to keep the C library's functions.
#pragma once

#include "sampan/detail/float_names.h"

#include "sampan/detail/float_circular.h"
#include "sampan/detail/float_exponential.h"
#include "sampan/detail/float_logarithm.h"

#if defined(SPN_FLOAT_MATH_INLINE)
// GNU inline: the definition is for inlining only, the symbol stays the C library's.
#define SPN_FLOAT_UNARY(name, function)                                                            \
  extern __inline __attribute__((gnu_inline, always_inline, artificial)) float name(               \
      float x) noexcept {                                                                          \
    return ::spn::detail::function(x);                                                             \
  }
extern "C" {
SPN_FLOAT_UNARY(expf, expFloat)
SPN_FLOAT_UNARY(exp2f, exp2Float)
SPN_FLOAT_UNARY(exp10f, exp10Float)
SPN_FLOAT_UNARY(tanhf, tanhFloat)
SPN_FLOAT_UNARY(erff, erfFloat)
SPN_FLOAT_UNARY(logf, logFloat)
SPN_FLOAT_UNARY(log2f, log2Float)
SPN_FLOAT_UNARY(log10f, log10Float)
SPN_FLOAT_UNARY(sinf, sinFloat)
SPN_FLOAT_UNARY(cosf, cosFloat)
SPN_FLOAT_UNARY(tanf, tanFloat)
extern __inline __attribute__((gnu_inline, always_inline, artificial)) float
powf(float x, float y) noexcept {
  return ::spn::detail::powFloat(x, y);
}
extern __inline __attribute__((gnu_inline, always_inline, artificial)) void
sincosf(float x, float *sine, float *cosine) noexcept {
  ::spn::detail::sincosFloat(x, sine, cosine);
}
}
#undef SPN_FLOAT_UNARY
#elif defined(SPN_FLOAT_MATH_VECTOR_LIBRARY)
// `const` is what lets g++ vectorise the calls; these functions set no errno that a kernel could
// see.
#define SPN_VECTOR_UNARY(name)                                                                     \
  float name(float) noexcept __attribute__((simd("notinbranch"), const, nothrow));
extern "C" {
SPN_VECTOR_UNARY(expf)
SPN_VECTOR_UNARY(logf)
SPN_VECTOR_UNARY(sinf)
SPN_VECTOR_UNARY(cosf)
float powf(float, float) noexcept __attribute__((simd("notinbranch"), const, nothrow));
}
#undef SPN_VECTOR_UNARY
#endif
