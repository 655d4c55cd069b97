// SPDX-License-Identifier: Apache-2.0
// Mathematical functions of half or bfloat16 (see type.h for how this file is included). Computed
// in float, or in double where float's own error could show in the result's last bit, and rounded.

#define SPN_FUNCTION(stem, result)                                                                 \
  SPN_HD inline SPN_F16 h##stem(const SPN_F16 a) {                                                 \
    const float v = spn::detail::widen(a);                                                         \
    return SPN_F16_NARROW::from(result);                                                           \
  }                                                                                                \
  SPN_PAIR1(h2##stem, h##stem)
SPN_FUNCTION(sqrt, __builtin_sqrtf(v))
SPN_FUNCTION(rsqrt, 1.0 / __builtin_sqrt(static_cast<double>(v)))
SPN_FUNCTION(rcp, 1.0f / v)
SPN_FUNCTION(exp, __builtin_exp(static_cast<double>(v)))
SPN_FUNCTION(exp2, __builtin_exp2(static_cast<double>(v)))
SPN_FUNCTION(exp10, __builtin_pow(10.0, static_cast<double>(v)))
SPN_FUNCTION(log, __builtin_log(static_cast<double>(v)))
SPN_FUNCTION(log2, __builtin_log2(static_cast<double>(v)))
SPN_FUNCTION(log10, __builtin_log10(static_cast<double>(v)))
SPN_FUNCTION(sin, __builtin_sin(static_cast<double>(v)))
SPN_FUNCTION(cos, __builtin_cos(static_cast<double>(v)))
SPN_FUNCTION(tanh, __builtin_tanh(static_cast<double>(v)))
SPN_FUNCTION(tanh_approx, __builtin_tanh(static_cast<double>(v)))
SPN_FUNCTION(ceil, __builtin_ceilf(v))
SPN_FUNCTION(floor, __builtin_floorf(v))
SPN_FUNCTION(trunc, __builtin_truncf(v))
SPN_FUNCTION(rint, __builtin_rintf(v))
#undef SPN_FUNCTION
