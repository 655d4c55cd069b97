// SPDX-License-Identifier: Apache-2.0
// Comparisons, minimum and maximum of half or bfloat16 (see type.h for how this file is included).
// Ordered comparisons are false when an operand is NaN, unordered ones (`u`) are true.

SPN_HD inline bool __hisnan(const SPN_F16 a) {
  return (a.__x & 0x7fffu) > SPN_F16_FORMAT::infinity;
}
/// 1 for +infinity, -1 for -infinity, otherwise 0.
SPN_HD inline int __hisinf(const SPN_F16 a) {
  return (a.__x & 0x7fffu) == SPN_F16_FORMAT::infinity ? ((a.__x & 0x8000u) ? -1 : 1) : 0;
}
SPN_HD inline SPN_F16X2 __hisnan2(const SPN_F16X2 a) {
  return SPN_F16X2(SPN_F16_NARROW::bits(__hisnan(a.x) ? SPN_F16_ONE : 0),
                   SPN_F16_NARROW::bits(__hisnan(a.y) ? SPN_F16_ONE : 0));
}

// Of one relation: the scalar test, pairs of 1.0 and 0.0, masks of 0xffff per half, and the test of
// both halves.
#define SPN_RELATION(stem, suffix, test)                                                           \
  SPN_HD inline bool __h##stem##suffix(const SPN_F16 a, const SPN_F16 b) {                         \
    const float p = spn::detail::widen(a), q = spn::detail::widen(b);                              \
    return test;                                                                                   \
  }                                                                                                \
  SPN_HD inline SPN_F16X2 __h##stem##suffix##2(const SPN_F16X2 a, const SPN_F16X2 b) {             \
    return SPN_F16X2(SPN_F16_NARROW::bits(__h##stem##suffix(a.x, b.x) ? SPN_F16_ONE : 0),          \
                     SPN_F16_NARROW::bits(__h##stem##suffix(a.y, b.y) ? SPN_F16_ONE : 0));         \
  }                                                                                                \
  SPN_HD inline unsigned __h##stem##suffix##2_mask(const SPN_F16X2 a, const SPN_F16X2 b) {         \
    return (__h##stem##suffix(a.x, b.x) ? 0xffffu : 0) |                                           \
           (__h##stem##suffix(a.y, b.y) ? 0xffff0000u : 0);                                        \
  }                                                                                                \
  SPN_HD inline bool __hb##stem##suffix##2(const SPN_F16X2 a, const SPN_F16X2 b) {                 \
    return __h##stem##suffix(a.x, b.x) && __h##stem##suffix(a.y, b.y);                             \
  }
SPN_RELATION(eq, , p == q)
SPN_RELATION(ne, , p<q || p> q)
SPN_RELATION(lt, , p < q)
SPN_RELATION(le, , p <= q)
SPN_RELATION(gt, , p > q)
SPN_RELATION(ge, , p >= q)
SPN_RELATION(eq, u, !(p < q || p > q))
SPN_RELATION(ne, u, !(p == q))
SPN_RELATION(lt, u, !(p >= q))
SPN_RELATION(le, u, !(p > q))
SPN_RELATION(gt, u, !(p <= q))
SPN_RELATION(ge, u, !(p < q))
#undef SPN_RELATION

// -0 is less than +0 here. One NaN gives the other operand; the _nan forms give NaN.
SPN_HD inline SPN_F16 __hmax(const SPN_F16 a, const SPN_F16 b) {
  return spn::detail::larger(a, b, false);
}
SPN_HD inline SPN_F16 __hmin(const SPN_F16 a, const SPN_F16 b) {
  return spn::detail::smaller(a, b, false);
}
SPN_HD inline SPN_F16 __hmax_nan(const SPN_F16 a, const SPN_F16 b) {
  return spn::detail::larger(a, b, true);
}
SPN_HD inline SPN_F16 __hmin_nan(const SPN_F16 a, const SPN_F16 b) {
  return spn::detail::smaller(a, b, true);
}
SPN_PAIR2(__hmax2, __hmax)
SPN_PAIR2(__hmin2, __hmin)
SPN_PAIR2(__hmax2_nan, __hmax_nan)
SPN_PAIR2(__hmin2_nan, __hmin_nan)
