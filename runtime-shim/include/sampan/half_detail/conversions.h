// SPDX-License-Identifier: Apache-2.0
// Conversion and data movement intrinsics of half or bfloat16 (see type.h for how this file is
// included). The names of the two families differ in one word, SPN_F16_STEM.

#define SPN_TO(from, suffix) SPN_PASTE3(from, SPN_F16_STEM, suffix)
#define SPN_FROM(to) SPN_PASTE3(__, SPN_F16_STEM, to)

SPN_HD inline SPN_F16 SPN_TO(__float2, )(const float a) { return SPN_F16_NARROW::from(a); }
SPN_HD inline SPN_F16 SPN_TO(__double2, )(const double a) { return SPN_F16_NARROW::from(a); }
SPN_HD inline SPN_F16 SPN_TO(__float2, _rn)(const float a) { return SPN_F16_NARROW::from(a); }
SPN_HD inline SPN_F16 SPN_TO(__float2, _rz)(const float a) {
  return SPN_F16_NARROW::bits(spn::detail::fromFloat<SPN_F16_FORMAT>(a, spn::detail::Round::Zero));
}
SPN_HD inline SPN_F16 SPN_TO(__float2, _rd)(const float a) {
  return SPN_F16_NARROW::bits(spn::detail::fromFloat<SPN_F16_FORMAT>(a, spn::detail::Round::Down));
}
SPN_HD inline SPN_F16 SPN_TO(__float2, _ru)(const float a) {
  return SPN_F16_NARROW::bits(spn::detail::fromFloat<SPN_F16_FORMAT>(a, spn::detail::Round::Up));
}
SPN_HD inline float SPN_FROM(2float)(const SPN_F16 a) { return spn::detail::widen(a); }

#define SPN_INTEGER(name, type, suffix, mode)                                                      \
  SPN_HD inline SPN_F16 SPN_TO(__##name##2, suffix)(const type a) {                                \
    return SPN_F16_NARROW::bits(                                                                   \
        spn::detail::fromInteger<SPN_F16_FORMAT>(a, spn::detail::Round::mode));                    \
  }                                                                                                \
  SPN_HD inline type SPN_FROM(2##name##suffix)(const SPN_F16 a) {                                  \
    return spn::detail::toInteger<type>(spn::detail::widen(a), spn::detail::Round::mode);          \
  }
#define SPN_INTEGER_ALL(name, type)                                                                \
  SPN_INTEGER(name, type, _rn, Nearest)                                                            \
  SPN_INTEGER(name, type, _rz, Zero)                                                               \
  SPN_INTEGER(name, type, _rd, Down)                                                               \
  SPN_INTEGER(name, type, _ru, Up)
SPN_INTEGER_ALL(short, short)
SPN_INTEGER_ALL(ushort, unsigned short)
SPN_INTEGER_ALL(int, int)
SPN_INTEGER_ALL(uint, unsigned int)
SPN_INTEGER_ALL(ll, long long)
SPN_INTEGER_ALL(ull, unsigned long long)
#undef SPN_INTEGER_ALL
#undef SPN_INTEGER
SPN_HD inline signed char SPN_FROM(2char_rz)(const SPN_F16 a) {
  return spn::detail::toInteger<signed char>(spn::detail::widen(a), spn::detail::Round::Zero);
}
SPN_HD inline unsigned char SPN_FROM(2uchar_rz)(const SPN_F16 a) {
  return spn::detail::toInteger<unsigned char>(spn::detail::widen(a), spn::detail::Round::Zero);
}

SPN_HD inline short SPN_FROM(_as_short)(const SPN_F16 a) { return static_cast<short>(a.__x); }
SPN_HD inline unsigned short SPN_FROM(_as_ushort)(const SPN_F16 a) { return a.__x; }
SPN_HD inline constexpr SPN_F16 SPN_TO(__short_as_, )(const short a) {
  return SPN_F16_NARROW::bits(static_cast<unsigned short>(a));
}
SPN_HD inline constexpr SPN_F16 SPN_TO(__ushort_as_, )(const unsigned short a) {
  return SPN_F16_NARROW::bits(a);
}

// Pairs: x is the low half.
SPN_HD inline SPN_F16X2 SPN_TO(make_, 2)(const SPN_F16 x, const SPN_F16 y) {
  return SPN_F16X2(x, y);
}
SPN_HD inline SPN_F16X2 SPN_TO(__halves2, 2)(const SPN_F16 a, const SPN_F16 b) {
  return SPN_F16X2(a, b);
}
SPN_HD inline SPN_F16X2 SPN_PASTE3(SPN_FROM(2), SPN_F16_STEM, 2)(const SPN_F16 a) {
  return SPN_F16X2(a, a);
}
SPN_HD inline SPN_F16X2 SPN_TO(__float2, 2_rn)(const float a) {
  return SPN_F16X2(SPN_F16_NARROW::from(a), SPN_F16_NARROW::from(a));
}
SPN_HD inline SPN_F16X2 SPN_TO(__floats2, 2_rn)(const float a, const float b) {
  return SPN_F16X2(SPN_F16_NARROW::from(a), SPN_F16_NARROW::from(b));
}
SPN_HD inline SPN_F16X2 SPN_TO(__float22, 2_rn)(const float2 a) {
  return SPN_F16X2(SPN_F16_NARROW::from(a.x), SPN_F16_NARROW::from(a.y));
}
SPN_HD inline float2 SPN_FROM(22float2)(const SPN_F16X2 a) {
  float2 v;
  v.x = spn::detail::widen(a.x);
  v.y = spn::detail::widen(a.y);
  return v;
}
SPN_HD inline float __low2float(const SPN_F16X2 a) { return spn::detail::widen(a.x); }
SPN_HD inline float __high2float(const SPN_F16X2 a) { return spn::detail::widen(a.y); }
SPN_HD inline SPN_F16 SPN_TO(__low2, )(const SPN_F16X2 a) { return a.x; }
SPN_HD inline SPN_F16 SPN_TO(__high2, )(const SPN_F16X2 a) { return a.y; }
SPN_HD inline SPN_F16X2 SPN_TO(__low2, 2)(const SPN_F16X2 a) { return SPN_F16X2(a.x, a.x); }
SPN_HD inline SPN_F16X2 SPN_TO(__high2, 2)(const SPN_F16X2 a) { return SPN_F16X2(a.y, a.y); }
SPN_HD inline SPN_F16X2 SPN_TO(__lows2, 2)(const SPN_F16X2 a, const SPN_F16X2 b) {
  return SPN_F16X2(a.x, b.x);
}
SPN_HD inline SPN_F16X2 SPN_TO(__highs2, 2)(const SPN_F16X2 a, const SPN_F16X2 b) {
  return SPN_F16X2(a.y, b.y);
}
SPN_HD inline SPN_F16X2 __lowhigh2highlow(const SPN_F16X2 a) { return SPN_F16X2(a.y, a.x); }

#undef SPN_TO
#undef SPN_FROM
