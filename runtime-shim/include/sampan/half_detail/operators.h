// SPDX-License-Identifier: Apache-2.0
// Operators of half or bfloat16 and their pairs (see type.h for how this file is included), and the
// end of the inclusion sequence: the helper macros are undefined here.

#if SPN_F16_OPERATORS
SPN_HD inline SPN_F16 operator+(const SPN_F16 &a) { return a; }
SPN_HD inline SPN_F16 operator-(const SPN_F16 &a) { return __hneg(a); }

// Beyond the operators that CUDA has, mixed operands work: what CUDA calls ambiguous is computed in
// the wider floating-point type, or in this type when the other operand is an integer.
#define SPN_ARITHMETIC(op, function)                                                               \
  SPN_HD inline SPN_F16 operator op(const SPN_F16 &a, const SPN_F16 &b) { return function(a, b); } \
  SPN_HD inline SPN_F16 &operator op## = (SPN_F16 & a, const SPN_F16 &b) {                         \
    return a = function(a, b);                                                                     \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_HD inline typename spn::detail::Mixed<SPN_F16, T>::type operator op(const SPN_F16 &a, T b) { \
    using Result = typename spn::detail::Mixed<SPN_F16, T>::type;                                  \
    return Result(spn::detail::widen(a)) op Result(b);                                             \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_HD inline typename spn::detail::Mixed<SPN_F16, T>::type operator op(T a, const SPN_F16 &b) { \
    using Result = typename spn::detail::Mixed<SPN_F16, T>::type;                                  \
    return Result(a) op Result(spn::detail::widen(b));                                             \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_HD inline typename std::enable_if<std::is_floating_point<T>::value, T &>::type               \
  operator op## = (T & a, const SPN_F16 &b) {                                                      \
    return a op## = spn::detail::widen(b);                                                         \
  }
SPN_ARITHMETIC(+, __hadd)
SPN_ARITHMETIC(-, __hsub)
SPN_ARITHMETIC(*, __hmul)
SPN_ARITHMETIC(/, __hdiv)
#undef SPN_ARITHMETIC

#define SPN_COMPARISON(op, function)                                                               \
  SPN_HD inline bool operator op(const SPN_F16 &a, const SPN_F16 &b) { return function(a, b); }    \
  template <class T, class Result = typename spn::detail::Mixed<SPN_F16, T>::type>                 \
  SPN_HD inline bool operator op(const SPN_F16 &a, T b) {                                          \
    return Result(spn::detail::widen(a)) op Result(b);                                             \
  }                                                                                                \
  template <class T, class Result = typename spn::detail::Mixed<SPN_F16, T>::type>                 \
  SPN_HD inline bool operator op(T a, const SPN_F16 &b) {                                          \
    return Result(a) op Result(spn::detail::widen(b));                                             \
  }
SPN_COMPARISON(==, __heq)
SPN_COMPARISON(!=, __hneu)
SPN_COMPARISON(<, __hlt)
SPN_COMPARISON(<=, __hle)
SPN_COMPARISON(>, __hgt)
SPN_COMPARISON(>=, __hge)
#undef SPN_COMPARISON

SPN_HD inline SPN_F16 &operator++(SPN_F16 &a) {
  return a = __hadd(a, SPN_F16_NARROW::bits(SPN_F16_ONE));
}
SPN_HD inline SPN_F16 &operator--(SPN_F16 &a) {
  return a = __hsub(a, SPN_F16_NARROW::bits(SPN_F16_ONE));
}
SPN_HD inline SPN_F16 operator++(SPN_F16 &a, int) {
  const SPN_F16 before = a;
  ++a;
  return before;
}
SPN_HD inline SPN_F16 operator--(SPN_F16 &a, int) {
  const SPN_F16 before = a;
  --a;
  return before;
}
#endif

#if SPN_F16X2_OPERATORS
SPN_HD inline SPN_F16X2 operator+(const SPN_F16X2 &a) { return a; }
SPN_HD inline SPN_F16X2 operator-(const SPN_F16X2 &a) { return __hneg2(a); }

#define SPN_ARITHMETIC(op, function)                                                               \
  SPN_HD inline SPN_F16X2 operator op(const SPN_F16X2 &a, const SPN_F16X2 &b) {                    \
    return function(a, b);                                                                         \
  }                                                                                                \
  SPN_HD inline SPN_F16X2 &operator op## = (SPN_F16X2 & a, const SPN_F16X2 &b) {                   \
    return a = function(a, b);                                                                     \
  }
SPN_ARITHMETIC(+, __hadd2)
SPN_ARITHMETIC(-, __hsub2)
SPN_ARITHMETIC(*, __hmul2)
SPN_ARITHMETIC(/, __h2div)
#undef SPN_ARITHMETIC

#define SPN_COMPARISON(op, function)                                                               \
  SPN_HD inline bool operator op(const SPN_F16X2 &a, const SPN_F16X2 &b) { return function(a, b); }
SPN_COMPARISON(==, __hbeq2)
SPN_COMPARISON(!=, __hbneu2)
SPN_COMPARISON(<, __hblt2)
SPN_COMPARISON(<=, __hble2)
SPN_COMPARISON(>, __hbgt2)
SPN_COMPARISON(>=, __hbge2)
#undef SPN_COMPARISON

#define SPN_ONES SPN_F16X2(SPN_F16_NARROW::bits(SPN_F16_ONE), SPN_F16_NARROW::bits(SPN_F16_ONE))
SPN_HD inline SPN_F16X2 &operator++(SPN_F16X2 &a) { return a = __hadd2(a, SPN_ONES); }
SPN_HD inline SPN_F16X2 &operator--(SPN_F16X2 &a) { return a = __hsub2(a, SPN_ONES); }
SPN_HD inline SPN_F16X2 operator++(SPN_F16X2 &a, int) {
  const SPN_F16X2 before = a;
  ++a;
  return before;
}
SPN_HD inline SPN_F16X2 operator--(SPN_F16X2 &a, int) {
  const SPN_F16X2 before = a;
  --a;
  return before;
}
#undef SPN_ONES
#endif

#undef SPN_PAIR1
#undef SPN_PAIR2
#undef SPN_SATURATE
#undef SPN_F16_CONVERT
#undef SPN_F16_NARROW
#undef SPN_F16_ONE
#undef SPN_F16
#undef SPN_F16_RAW
#undef SPN_F16X2
#undef SPN_F16X2_RAW
#undef SPN_F16_OTHER
#undef SPN_F16_FORMAT
#undef SPN_F16_STEM
#undef SPN_F16_CONVERSIONS
#undef SPN_F16_OPERATORS
#undef SPN_F16X2_OPERATORS
