// SPDX-License-Identifier: Apache-2.0
// Arithmetic intrinsics of half or bfloat16 (see type.h for how this file is included). Sums,
// products, quotients and square roots are computed in float: it has more than twice the precision
// plus two bits, so rounding its result again gives what a single rounding would.

#define SPN_SATURATE spn::detail::saturate<SPN_F16>

#define SPN_BINARY(name, expression)                                                               \
  SPN_HD inline SPN_F16 name(const SPN_F16 a, const SPN_F16 b) {                                   \
    const float p = spn::detail::widen(a), q = spn::detail::widen(b);                              \
    return expression;                                                                             \
  }
SPN_BINARY(__hadd, SPN_F16_NARROW::from(p + q))
SPN_BINARY(__hsub, SPN_F16_NARROW::from(p - q))
SPN_BINARY(__hmul, SPN_F16_NARROW::from(p *q))
SPN_BINARY(__hdiv, SPN_F16_NARROW::from(p / q))
// The _rn forms promise not to be contracted to fused operations; none here is.
SPN_BINARY(__hadd_rn, SPN_F16_NARROW::from(p + q))
SPN_BINARY(__hsub_rn, SPN_F16_NARROW::from(p - q))
SPN_BINARY(__hmul_rn, SPN_F16_NARROW::from(p *q))
SPN_BINARY(__hadd_sat, SPN_SATURATE(p + q))
SPN_BINARY(__hsub_sat, SPN_SATURATE(p - q))
SPN_BINARY(__hmul_sat, SPN_SATURATE(p *q))
#undef SPN_BINARY

SPN_HD inline SPN_F16 __hneg(const SPN_F16 a) { return SPN_F16_NARROW::bits(a.__x ^ 0x8000u); }
SPN_HD inline SPN_F16 __habs(const SPN_F16 a) { return SPN_F16_NARROW::bits(a.__x & 0x7fffu); }

SPN_HD inline SPN_F16 __hfma(const SPN_F16 a, const SPN_F16 b, const SPN_F16 c) {
  return SPN_F16_NARROW::bits(spn::detail::fused<SPN_F16_FORMAT>(
      spn::detail::widen(a), spn::detail::widen(b), spn::detail::widen(c)));
}
SPN_HD inline SPN_F16 __hfma_sat(const SPN_F16 a, const SPN_F16 b, const SPN_F16 c) {
  return SPN_SATURATE(spn::detail::widen(__hfma(a, b, c)));
}
SPN_HD inline SPN_F16 __hfma_relu(const SPN_F16 a, const SPN_F16 b, const SPN_F16 c) {
  const SPN_F16 value = __hfma(a, b, c);
  return spn::detail::widen(value) < 0.0f || value.__x == 0x8000u ? SPN_F16_NARROW::bits(0) : value;
}

#define SPN_PAIR1(name, scalar)                                                                    \
  SPN_HD inline SPN_F16X2 name(const SPN_F16X2 a) { return SPN_F16X2(scalar(a.x), scalar(a.y)); }
#define SPN_PAIR2(name, scalar)                                                                    \
  SPN_HD inline SPN_F16X2 name(const SPN_F16X2 a, const SPN_F16X2 b) {                             \
    return SPN_F16X2(scalar(a.x, b.x), scalar(a.y, b.y));                                          \
  }
#define SPN_PAIR3(name, scalar)                                                                    \
  SPN_HD inline SPN_F16X2 name(const SPN_F16X2 a, const SPN_F16X2 b, const SPN_F16X2 c) {          \
    return SPN_F16X2(scalar(a.x, b.x, c.x), scalar(a.y, b.y, c.y));                                \
  }
SPN_PAIR1(__hneg2, __hneg)
SPN_PAIR1(__habs2, __habs)
SPN_PAIR2(__hadd2, __hadd)
SPN_PAIR2(__hsub2, __hsub)
SPN_PAIR2(__hmul2, __hmul)
SPN_PAIR2(__h2div, __hdiv)
SPN_PAIR2(__hadd2_rn, __hadd_rn)
SPN_PAIR2(__hsub2_rn, __hsub_rn)
SPN_PAIR2(__hmul2_rn, __hmul_rn)
SPN_PAIR2(__hadd2_sat, __hadd_sat)
SPN_PAIR2(__hsub2_sat, __hsub_sat)
SPN_PAIR2(__hmul2_sat, __hmul_sat)
SPN_PAIR3(__hfma2, __hfma)
SPN_PAIR3(__hfma2_sat, __hfma_sat)
SPN_PAIR3(__hfma2_relu, __hfma_relu)
#undef SPN_PAIR3

/// Complex a * b + c, each pair holding (real, imaginary), in the documented order of fused steps.
SPN_HD inline SPN_F16X2 __hcmadd(const SPN_F16X2 a, const SPN_F16X2 b, const SPN_F16X2 c) {
  const SPN_F16 real = __hfma(a.x, b.x, c.x);
  const SPN_F16 imaginary = __hfma(a.x, b.y, c.y);
  return SPN_F16X2(__hfma(__hneg(a.y), b.y, real), __hfma(a.y, b.x, imaginary));
}
