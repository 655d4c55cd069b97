// SPDX-License-Identifier: Apache-2.0
// The functions that both 16-bit formats have under one name. Included once per format, with
//   ASC_T, ASC_T2   the type and its pair      ASC_C, ASC_C2   their names in conversions
// The interface spells operations on pairs with x2 at the end: __hfmax2 is a fused multiply-add.

#define ASC_JOIN_(a, b, c, d) a##b##c##d
#define ASC_JOIN(a, b, c, d) ASC_JOIN_(a, b, c, d)
#define ASC_NAME(a, b) ASC_JOIN(a, ASC_C, b, )
#define ASC_HALF(expression) static_cast<ASC_T>(expression)
#define ASC_EACH1(f) return ASC_T2{f(x.x), f(x.y)};
#define ASC_EACH2(f) return ASC_T2{f(x.x, y.x), f(x.y, y.y)};

ASC_FUNCTION bool __hisnan(ASC_T x) ASC_BODY(return x != x;) ASC_FUNCTION bool __hisinf(ASC_T x)
    ASC_BODY(return __builtin_isinf(static_cast<float>(x));) ASC_FUNCTION ASC_T __habs(ASC_T x)
        ASC_BODY(return ASC_HALF(fabsf(static_cast<float>(x)));) ASC_FUNCTION ASC_T
    __hneg(const ASC_T x) ASC_BODY(return ASC_HALF(-static_cast<float>(x));) ASC_FUNCTION ASC_T
    __hfma(ASC_T x, ASC_T y, ASC_T z)
        ASC_BODY(return ASC_HALF(fma(static_cast<double>(x), static_cast<double>(y),
                                     static_cast<double>(z)));)
#define ASC_BINARY_HALF(name, operation)                                                           \
  ASC_FUNCTION ASC_T name(const ASC_T x, const ASC_T y)                                            \
      ASC_BODY(return ASC_HALF(static_cast<float>(x) operation static_cast<float>(y));)            \
          ASC_FUNCTION ASC_T2 name##x2(const ASC_T2 x, const ASC_T2 y) ASC_BODY(ASC_EACH2(name))
            ASC_BINARY_HALF(__hadd, +) ASC_BINARY_HALF(__hsub, -) ASC_BINARY_HALF(__hmul, *)
                ASC_BINARY_HALF(__hdiv, /)
#undef ASC_BINARY_HALF

                    ASC_FUNCTION ASC_T __hmax(ASC_T x, ASC_T y)
                        ASC_BODY(return ASC_HALF(fmaxf(static_cast<float>(x),
                                                       static_cast<float>(y)));) ASC_FUNCTION ASC_T
    __hmin(ASC_T x, ASC_T y)
        ASC_BODY(return ASC_HALF(fminf(static_cast<float>(x),
                                       static_cast<float>(y)));) ASC_FUNCTION ASC_T
    __hmax_nan(const ASC_T x, const ASC_T y)
        ASC_BODY(return x != x   ? x
                        : y != y ? y
                                 : __hmax(x, y);) ASC_FUNCTION ASC_T
    __hmin_nan(const ASC_T x, const ASC_T y)
        ASC_BODY(return x != x   ? x
                        : y != y ? y
                                 : __hmin(x, y);) ASC_FUNCTION ASC_T2
    __hmaxx2(const ASC_T2 x, const ASC_T2 y) ASC_BODY(ASC_EACH2(__hmax)) ASC_FUNCTION ASC_T2
    __hminx2(const ASC_T2 x, const ASC_T2 y) ASC_BODY(ASC_EACH2(__hmin)) ASC_FUNCTION ASC_T2
    __hmaxx2_nan(const ASC_T2 x, const ASC_T2 y) ASC_BODY(ASC_EACH2(__hmax_nan)) ASC_FUNCTION ASC_T2
    __hminx2_nan(const ASC_T2 x, const ASC_T2 y) ASC_BODY(ASC_EACH2(__hmin_nan)) ASC_FUNCTION ASC_T2
    __habsx2(const ASC_T2 x) ASC_BODY(ASC_EACH1(__habs)) ASC_FUNCTION ASC_T2
    __hnegx2(const ASC_T2 x) ASC_BODY(ASC_EACH1(__hneg))

// Comparisons: without u, false if an operand is not a number; with u, true then.
#define ASC_COMPARISON(name, test)                                                                 \
  ASC_FUNCTION bool __h##name(ASC_T x, ASC_T y) ASC_BODY(                                          \
      return test;) ASC_FUNCTION bool __h##name##u(ASC_T x, ASC_T y)                               \
      ASC_BODY(return x != x || y != y || (test);) ASC_FUNCTION bool __hb##name##x2(               \
          ASC_T2 x, ASC_T2 y) ASC_BODY(return __h##name(x.x, y.x) && __h##name(x.y, y.y);)         \
          ASC_FUNCTION bool __hb##name##ux2(ASC_T2 x, ASC_T2 y) ASC_BODY(                          \
              return __h##name##u(x.x, y.x) && __h##name##u(x.y, y.y);)                            \
              ASC_FUNCTION ASC_T2 __h##name##x2(ASC_T2 x, ASC_T2 y) ASC_BODY(                      \
                  return ASC_T2{ASC_HALF(__h##name(x.x, y.x)), ASC_HALF(__h##name(x.y, y.y))};)    \
                  ASC_FUNCTION ASC_T2 __h##name##ux2(ASC_T2 x, ASC_T2 y) ASC_BODY(return ASC_T2{   \
                      ASC_HALF(__h##name##u(x.x, y.x)), ASC_HALF(__h##name##u(x.y, y.y))};)        \
                      ASC_FUNCTION unsigned int __h##name##x2_mask(ASC_T2 x, ASC_T2 y)             \
                          ASC_BODY(return (__h##name(x.x, y.x) ? 0xffffu : 0) |                    \
                                              (__h##name(x.y, y.y) ? 0xffff0000u : 0);)            \
                              ASC_FUNCTION unsigned int __h##name##ux2_mask(ASC_T2 x, ASC_T2 y)    \
                                  ASC_BODY(return (__h##name##u(x.x, y.x) ? 0xffffu : 0) |         \
                                                      (__h##name##u(x.y, y.y) ? 0xffff0000u : 0);)
        ASC_COMPARISON(eq, x == y) ASC_COMPARISON(ne, x == x && y == y && x != y)
            ASC_COMPARISON(le, x <= y) ASC_COMPARISON(ge, x >= y) ASC_COMPARISON(lt, x < y)
                ASC_COMPARISON(gt, x > y)
#undef ASC_COMPARISON
                    ASC_FUNCTION ASC_T2
    __isnanx2(ASC_T2 x)
        ASC_BODY(return ASC_T2{ASC_HALF(__hisnan(x.x)), ASC_HALF(__hisnan(x.y))};)

#define ASC_MATH(name, expression)                                                                 \
  ASC_FUNCTION ASC_T h##name(ASC_T x)                                                              \
      ASC_BODY(const double v = static_cast<double>(x); return ASC_HALF(expression);)              \
          ASC_FUNCTION ASC_T2 h2##name(ASC_T2 x) ASC_BODY(ASC_EACH1(h##name))
            ASC_MATH(cos, cos(v)) ASC_MATH(sin, sin(v)) ASC_MATH(tanh, tanh(v))
                ASC_MATH(exp, exp(v)) ASC_MATH(exp2, exp2(v)) ASC_MATH(exp10, exp10(v))
                    ASC_MATH(log, log(v)) ASC_MATH(log2, log2(v)) ASC_MATH(log10, log10(v))
                        ASC_MATH(sqrt, sqrt(v)) ASC_MATH(rsqrt, 1.0 / sqrt(v))
                            ASC_MATH(rcp, 1.0 / v) ASC_MATH(floor, floor(v))
                                ASC_MATH(rint, nearbyint(v)) ASC_MATH(ceil, ceil(v))
                                    ASC_MATH(trunc, trunc(v))
#undef ASC_MATH

// Conversions, in the five rounding modes.
#define ASC_TO_INTEGER(mode, integer, T)                                                           \
  ASC_FUNCTION T ASC_NAME(__, 2##integer##_##mode)(const ASC_T x) ASC_BODY(                        \
      return ::ascend_emulator::saturated<T>(::ascend_emulator::mode(static_cast<float>(x)));)     \
      ASC_FUNCTION ASC_T ASC_JOIN(__##integer##2, ASC_C, _##mode, )(const T x)                     \
          ASC_BODY(return ::ascend_emulator::narrowed<ASC_T>(static_cast<double>(x),               \
                                                             ::ascend_emulator::Rounding::mode);)
#define ASC_MODE(mode)                                                                             \
  ASC_FUNCTION ASC_T ASC_JOIN(__float2, ASC_C, _##mode, )(const float x)                           \
      ASC_BODY(return ::ascend_emulator::narrowed<ASC_T>(static_cast<double>(x),                   \
                                                         ::ascend_emulator::Rounding::mode);)      \
          ASC_FUNCTION ASC_T2 ASC_JOIN(__float22, ASC_C2, _##mode, )(const float2 x)               \
              ASC_BODY(return ASC_T2{ASC_JOIN(__float2, ASC_C, _##mode, )(x.x),                    \
                                     ASC_JOIN(__float2, ASC_C, _##mode, )(x.y)};)                  \
                  ASC_TO_INTEGER(mode, int, int) ASC_TO_INTEGER(mode, uint, unsigned int)          \
                      ASC_TO_INTEGER(mode, ll, long long)                                          \
                          ASC_TO_INTEGER(mode, ull, unsigned long long)
                                        ASC_MODE(rn) ASC_MODE(rz) ASC_MODE(rd) ASC_MODE(ru)
                                            ASC_MODE(rna)
#undef ASC_MODE
#undef ASC_TO_INTEGER
                                                ASC_FUNCTION
    float ASC_NAME(__, 2float)(const ASC_T x)
        ASC_BODY(return static_cast<float>(x);) ASC_FUNCTION ASC_T2
    ASC_JOIN(__floats2, ASC_C2, _rn, )(const float x, const float y)
        ASC_BODY(return ASC_T2{ASC_HALF(x), ASC_HALF(y)};) ASC_FUNCTION
    float __low2float(const ASC_T2 x) ASC_BODY(return static_cast<float>(x.x);) ASC_FUNCTION
    float __high2float(const ASC_T2 x) ASC_BODY(return static_cast<float>(x.y);) ASC_FUNCTION ASC_T
    ASC_JOIN(__low2, ASC_C, , )(const ASC_T2 x) ASC_BODY(return x.x;) ASC_FUNCTION ASC_T
    ASC_JOIN(__high2, ASC_C, , )(const ASC_T2 x) ASC_BODY(return x.y;) ASC_FUNCTION ASC_T2
    ASC_JOIN(__low2, ASC_C2, , )(const ASC_T2 x)
        ASC_BODY(return ASC_T2{x.x, x.x};) ASC_FUNCTION ASC_T2
    ASC_JOIN(__high2, ASC_C2, , )(const ASC_T2 x)
        ASC_BODY(return ASC_T2{x.y, x.y};) ASC_FUNCTION ASC_T2 __lowhigh2highlow(const ASC_T2 x)
            ASC_BODY(return ASC_T2{x.y, x.x};) ASC_FUNCTION ASC_T2
    ASC_JOIN(__lows2, ASC_C2, , )(const ASC_T2 x, const ASC_T2 y)
        ASC_BODY(return ASC_T2{x.x, y.x};) ASC_FUNCTION ASC_T2
    ASC_JOIN(__highs2, ASC_C2, , )(const ASC_T2 x, const ASC_T2 y)
        ASC_BODY(return ASC_T2{x.y, y.y};) ASC_FUNCTION ASC_T2
    ASC_JOIN(__halves2, ASC_C2, , )(const ASC_T x, const ASC_T y)
        ASC_BODY(return ASC_T2{x, y};) ASC_FUNCTION ASC_T2
    ASC_JOIN(make_, ASC_C2, , )(ASC_T x, ASC_T y) ASC_BODY(return ASC_T2{x, y};) ASC_FUNCTION ASC_T
    ASC_JOIN(__ushort_as_, ASC_C, , )(const unsigned short x)
        ASC_BODY(ASC_T made; memcpy(&made, &x, sizeof made); return made;)

// Memory and lanes. One value of 16 bits: add, max and min, whose old value must not be used.
#define ASC_HALF_ATOMIC(name, function)                                                            \
  ASC_FUNCTION ASC_T name(ASC_T *address, ASC_T val)                                               \
      ASC_BODY(::ascend_emulator::change(address, [=](ASC_T old) { return function(old, val); });  \
               return ASC_HALF(__builtin_nanf(""));)                                               \
          ASC_FUNCTION ASC_T2 name(ASC_T2 *address, ASC_T2 val)                                    \
              ASC_BODY(return ::ascend_emulator::change(                                           \
                                  address, [=](ASC_T2 old) { return function##x2(old, val); });)
            ASC_HALF_ATOMIC(asc_atomic_add, __hadd) ASC_HALF_ATOMIC(asc_atomic_max, __hmax)
                ASC_HALF_ATOMIC(asc_atomic_min, __hmin)
#undef ASC_HALF_ATOMIC
                    ASC_FUNCTION ASC_T2 asc_atomic_sub(ASC_T2 *address, ASC_T2 val)
                        ASC_BODY(return ::ascend_emulator::change(address,
                                                                  [=](ASC_T2 old) {
                                                                    return __hsubx2(old, val);
                                                                  });) ASC_FUNCTION ASC_T2
    asc_atomic_exch(ASC_T2 *address, ASC_T2 val)
        ASC_BODY(return ::ascend_emulator::change(address,
                                                  [=](ASC_T2) { return val; });) ASC_FUNCTION ASC_T2
    asc_atomic_cas(ASC_T2 *address, ASC_T2 compare, ASC_T2 val)
        ASC_BODY(return ::ascend_emulator::change(address,
                                                  [=](ASC_T2 old) {
                                                    return ::ascend_emulator::sameBits(old, compare)
                                                               ? val
                                                               : old;
                                                  });) ASC_VECTOR_CACHE_HINTS(ASC_T)
            ASC_VECTOR_CACHE_HINTS(ASC_T2) ASC_SHUFFLES(ASC_T) ASC_SHUFFLES(ASC_T2)

#undef ASC_EACH1
#undef ASC_EACH2
#undef ASC_HALF
#undef ASC_NAME
#undef ASC_JOIN
#undef ASC_JOIN_
