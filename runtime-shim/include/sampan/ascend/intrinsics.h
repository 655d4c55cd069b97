// SPDX-License-Identifier: Apache-2.0
// Device functions of CUDA that Ascend C lacks, in plain C++: 64-bit bit operations, funnel shifts,
// dot products, arithmetic that must not be fused, the mixed forms of min and max.
#pragma once

#include <limits>

#define SPN_ASCEND_HD __host__ __aicore__ inline

namespace spn {

// --- min, max, abs: mixed signedness converts to unsigned, as in CUDA ---
#define SPN_ASCEND_MINMAX(result, left, right)                                                     \
  SPN_ASCEND_HD constexpr result min(left a, right b) {                                            \
    return static_cast<result>(a) < static_cast<result>(b) ? static_cast<result>(a)                \
                                                           : static_cast<result>(b);               \
  }                                                                                                \
  SPN_ASCEND_HD constexpr result max(left a, right b) {                                            \
    return static_cast<result>(a) < static_cast<result>(b) ? static_cast<result>(b)                \
                                                           : static_cast<result>(a);               \
  }
SPN_ASCEND_MINMAX(int, int, int)
SPN_ASCEND_MINMAX(unsigned int, unsigned int, unsigned int)
SPN_ASCEND_MINMAX(unsigned int, int, unsigned int)
SPN_ASCEND_MINMAX(unsigned int, unsigned int, int)
SPN_ASCEND_MINMAX(long, long, long)
SPN_ASCEND_MINMAX(unsigned long, unsigned long, unsigned long)
SPN_ASCEND_MINMAX(unsigned long, long, unsigned long)
SPN_ASCEND_MINMAX(unsigned long, unsigned long, long)
SPN_ASCEND_MINMAX(long long, long long, long long)
SPN_ASCEND_MINMAX(unsigned long long, unsigned long long, unsigned long long)
SPN_ASCEND_MINMAX(unsigned long long, long long, unsigned long long)
SPN_ASCEND_MINMAX(unsigned long long, unsigned long long, long long)
#undef SPN_ASCEND_MINMAX

/// A NaN loses against a number.
SPN_ASCEND_HD constexpr float min(float a, float b) { return a != a || b < a ? b : a; }
SPN_ASCEND_HD constexpr float max(float a, float b) { return a != a || a < b ? b : a; }
/// Small integers, characters and the program's own types.
template <class T> SPN_ASCEND_HD constexpr T min(const T &a, const T &b) { return b < a ? b : a; }
template <class T> SPN_ASCEND_HD constexpr T max(const T &a, const T &b) { return a < b ? b : a; }
template <class T> SPN_ASCEND_HD constexpr T abs(T a) { return a < T(0) ? -a : a; }

/// std's has host functions; device code gets what they return as constants.
template <class T> struct numeric_limits : std::numeric_limits<T> {
#define SPN_ASCEND_LIMIT(name)                                                                     \
  static constexpr T name##Value = std::numeric_limits<T>::name();                                 \
  SPN_ASCEND_HD static constexpr T name() { return name##Value; }
  SPN_ASCEND_LIMIT(min)
  SPN_ASCEND_LIMIT(max)
  SPN_ASCEND_LIMIT(lowest)
  SPN_ASCEND_LIMIT(epsilon)
  SPN_ASCEND_LIMIT(round_error)
  SPN_ASCEND_LIMIT(infinity)
  SPN_ASCEND_LIMIT(quiet_NaN)
  SPN_ASCEND_LIMIT(denorm_min)
#undef SPN_ASCEND_LIMIT
};

// --- what std:: has for any type, where a template leaves the type open ---
#define SPN_ASCEND_FLOAT(name)                                                                     \
  __aicore__ inline float name(float x) { return ::name##f(x); }
#define SPN_ASCEND_FLOAT2(name)                                                                    \
  __aicore__ inline float name(float x, float y) { return ::name##f(x, y); }
SPN_ASCEND_FLOAT(fabs)
SPN_ASCEND_FLOAT(sqrt)
SPN_ASCEND_FLOAT(rsqrt)
SPN_ASCEND_FLOAT(floor)
SPN_ASCEND_FLOAT(ceil)
SPN_ASCEND_FLOAT(trunc)
SPN_ASCEND_FLOAT(rint)
SPN_ASCEND_FLOAT(round)
SPN_ASCEND_FLOAT(nearbyint)
SPN_ASCEND_FLOAT(exp)
SPN_ASCEND_FLOAT(exp2)
SPN_ASCEND_FLOAT(exp10)
SPN_ASCEND_FLOAT(expm1)
SPN_ASCEND_FLOAT(log)
SPN_ASCEND_FLOAT(log2)
SPN_ASCEND_FLOAT(log10)
SPN_ASCEND_FLOAT(log1p)
SPN_ASCEND_FLOAT(sin)
SPN_ASCEND_FLOAT(cos)
SPN_ASCEND_FLOAT(tan)
SPN_ASCEND_FLOAT(asin)
SPN_ASCEND_FLOAT(acos)
SPN_ASCEND_FLOAT(atan)
SPN_ASCEND_FLOAT(sinh)
SPN_ASCEND_FLOAT(cosh)
SPN_ASCEND_FLOAT(tanh)
SPN_ASCEND_FLOAT(asinh)
SPN_ASCEND_FLOAT(acosh)
SPN_ASCEND_FLOAT(atanh)
SPN_ASCEND_FLOAT(cbrt)
SPN_ASCEND_FLOAT(erf)
SPN_ASCEND_FLOAT(erfc)
SPN_ASCEND_FLOAT2(fmin)
SPN_ASCEND_FLOAT2(fmax)
SPN_ASCEND_FLOAT2(copysign)
SPN_ASCEND_FLOAT2(fmod)
SPN_ASCEND_FLOAT2(fdim)
SPN_ASCEND_FLOAT2(pow)
SPN_ASCEND_FLOAT2(atan2)
SPN_ASCEND_FLOAT2(hypot)
#undef SPN_ASCEND_FLOAT
#undef SPN_ASCEND_FLOAT2
__aicore__ inline float fma(float x, float y, float z) { return ::fmaf(x, y, z); }
__aicore__ inline float ldexp(float x, int power) { return ::ldexpf(x, power); }
__aicore__ inline float scalbn(float x, int power) { return ::scalbnf(x, power); }
__aicore__ inline bool isnan(float x) { return ::isnan(x); }
__aicore__ inline bool isinf(float x) { return ::isinf(x); }
__aicore__ inline bool isfinite(float x) { return ::isfinite(x); }
__aicore__ inline bool signbit(float x) { return ::signbit(x); }

template <class T> SPN_ASCEND_HD void swap(T &a, T &b) {
  const T kept = a;
  a = b;
  b = kept;
}

__aicore__ inline void copyBytes(void *to, const void *from, uint64_t bytes) {
  for (uint64_t i = 0; i < bytes; ++i)
    static_cast<unsigned char *>(to)[i] = static_cast<const unsigned char *>(from)[i];
}
__aicore__ inline void setBytes(void *to, int value, uint64_t bytes) {
  for (uint64_t i = 0; i < bytes; ++i)
    static_cast<unsigned char *>(to)[i] = static_cast<unsigned char>(value);
}

// --- memory ---
template <class T> __aicore__ inline T ldg(const T *address) { return *address; }
template <class T> __aicore__ inline T ldcs(const T *address) { return *address; }
template <class T> __aicore__ inline T ldlu(const T *address) { return *address; }
template <class T> __aicore__ inline T ldcv(const T *address) {
  return *static_cast<const volatile T *>(address);
}
template <class T> __aicore__ inline void stwb(T *address, T value) { *address = value; }
template <class T> __aicore__ inline void stcs(T *address, T value) { *address = value; }

// --- bits ---
__aicore__ inline int clzll(long long x) {
  const int high = static_cast<int>(static_cast<unsigned long long>(x) >> 32);
  return high ? __clz(high) : 32 + __clz(static_cast<int>(x));
}
__aicore__ inline int ffsll(long long x) {
  const int low = static_cast<int>(x);
  const int high = static_cast<int>(static_cast<unsigned long long>(x) >> 32);
  return low ? __ffs(low) : high ? 32 + __ffs(high) : 0;
}
__aicore__ inline int popcll(unsigned long long x) {
  return __popc(static_cast<unsigned int>(x)) + __popc(static_cast<unsigned int>(x >> 32));
}
__aicore__ inline unsigned long long brevll(unsigned long long x) {
  return static_cast<unsigned long long>(__brev(static_cast<unsigned int>(x))) << 32 |
         __brev(static_cast<unsigned int>(x >> 32));
}
__aicore__ inline unsigned int funnelshift_l(unsigned int low, unsigned int high,
                                             unsigned int shift) {
  shift &= 31;
  return shift ? high << shift | low >> (32 - shift) : high;
}
__aicore__ inline unsigned int funnelshift_r(unsigned int low, unsigned int high,
                                             unsigned int shift) {
  shift &= 31;
  return shift ? low >> shift | high << (32 - shift) : low;
}
__aicore__ inline unsigned int funnelshift_lc(unsigned int low, unsigned int high,
                                              unsigned int shift) {
  return shift >= 32 ? low : funnelshift_l(low, high, shift);
}
__aicore__ inline unsigned int funnelshift_rc(unsigned int low, unsigned int high,
                                              unsigned int shift) {
  return shift >= 32 ? high : funnelshift_r(low, high, shift);
}
__aicore__ inline int dp4a(int a, int b, int c) {
  for (int i = 0; i < 32; i += 8)
    c += static_cast<signed char>(a >> i) * static_cast<signed char>(b >> i);
  return c;
}
__aicore__ inline unsigned int dp4a(unsigned int a, unsigned int b, unsigned int c) {
  for (int i = 0; i < 32; i += 8)
    c += (a >> i & 255u) * (b >> i & 255u);
  return c;
}

// --- arithmetic that a compiler must not fuse with its neighbours ---
#if defined(__clang__)
#define SPN_ASCEND_NOT_FUSED _Pragma("clang fp contract(off)")
#else
#define SPN_ASCEND_NOT_FUSED
#endif
__aicore__ inline float fadd_rn(float a, float b) {
  SPN_ASCEND_NOT_FUSED
  return a + b;
}
__aicore__ inline float fsub_rn(float a, float b) {
  SPN_ASCEND_NOT_FUSED
  return a - b;
}
__aicore__ inline float fmul_rn(float a, float b) {
  SPN_ASCEND_NOT_FUSED
  return a * b;
}
__aicore__ inline float fdiv_rn(float a, float b) {
  SPN_ASCEND_NOT_FUSED
  return a / b;
}
__aicore__ inline float frcp_rn(float a) { return fdiv_rn(1.0f, a); }
#undef SPN_ASCEND_NOT_FUSED

/// In loops that wait for other threads.
__aicore__ inline void giveWay() { asc_nop(); }

/// Gives other warps a turn; how long is a hint in CUDA too.
__aicore__ inline void nanosleep(unsigned int nanoseconds) {
  for (unsigned int i = 0; i < nanoseconds; i += 16)
    asc_nop();
}

} // namespace spn
#undef SPN_ASCEND_HD
