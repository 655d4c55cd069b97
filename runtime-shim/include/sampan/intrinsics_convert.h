// SPDX-License-Identifier: Apache-2.0
// CUDA's conversion intrinsics, with the rounding the name states. Floating-point numbers beyond
// the integer type's range saturate. NaN becomes 0 from float to a 32-bit integer, and the integer
// with only its top bit set in the other conversions: what the PTX instruction does.
#pragma once

#include "sampan/detail/directed_rounding.h"

namespace spn {
namespace detail {

template <Rounding mode> SPN_MATHFN float toIntegral(float x) {
  return mode == Rounding::Nearest ? __builtin_rintf(x)
         : mode == Rounding::Zero  ? __builtin_truncf(x)
         : mode == Rounding::Up    ? __builtin_ceilf(x)
                                   : __builtin_floorf(x);
}
template <Rounding mode> SPN_MATHFN double toIntegral(double x) {
  return mode == Rounding::Nearest ? __builtin_rint(x)
         : mode == Rounding::Zero  ? __builtin_trunc(x)
         : mode == Rounding::Up    ? __builtin_ceil(x)
                                   : __builtin_floor(x);
}

template <class Integer, Rounding mode, class Real> SPN_MATHFN Integer toInteger(Real x) {
  constexpr bool isSigned = static_cast<Integer>(-1) < Integer{1};
  constexpr int bits = 8 * sizeof(Integer);
  constexpr Integer top = static_cast<Integer>(1ull << (bits - 1));
  constexpr Integer lowest = isSigned ? top : Integer{0};
  constexpr Integer highest = static_cast<Integer>(~lowest);
  constexpr Real half = static_cast<Real>(1ull << (bits - 2)); // a quarter of 2^bits
  constexpr Real beyond = isSigned ? 2 * half : 4 * half;
  constexpr Integer ofNan = sizeof(Real) == 4 && bits == 32 ? Integer{0} : top;
  const Real integral = toIntegral<mode>(x);
  if (integral >= beyond)
    return highest;
  if (integral > static_cast<Real>(lowest))
    return static_cast<Integer>(integral);
  return x != x ? ofNan : lowest;
}

template <class Real, Rounding mode, class Integer> SPN_MATHFN Real fromInteger(Integer value) {
  constexpr bool isSigned = static_cast<Integer>(-1) < Integer{1};
  constexpr Real beyond =
      static_cast<Real>(1ull << (8 * sizeof(Integer) - 2)) * (isSigned ? Real{2} : Real{4});
  const Real nearest = static_cast<Real>(value);
  if (mode == Rounding::Nearest)
    return nearest;
  if (nearest >= beyond)
    return settle<mode>(nearest, -1.0);
  const Integer back = static_cast<Integer>(nearest);
  return settle<mode>(nearest, value > back ? 1.0 : value < back ? -1.0 : 0.0);
}

template <Rounding mode> SPN_MATHFN float toFloat(double x) {
  const float nearest = static_cast<float>(x);
  return settle<mode>(nearest, x - static_cast<double>(nearest));
}

} // namespace detail
} // namespace spn

#define SPN_CONVERSIONS(suffix, mode)                                                              \
  SPN_MATHFN int __float2int_##suffix(float x) { return spn::detail::toInteger<int, mode>(x); }    \
  SPN_MATHFN unsigned int __float2uint_##suffix(float x) {                                         \
    return spn::detail::toInteger<unsigned int, mode>(x);                                          \
  }                                                                                                \
  SPN_MATHFN long long __float2ll_##suffix(float x) {                                              \
    return spn::detail::toInteger<long long, mode>(x);                                             \
  }                                                                                                \
  SPN_MATHFN unsigned long long __float2ull_##suffix(float x) {                                    \
    return spn::detail::toInteger<unsigned long long, mode>(x);                                    \
  }                                                                                                \
  SPN_MATHFN int __double2int_##suffix(double x) { return spn::detail::toInteger<int, mode>(x); }  \
  SPN_MATHFN unsigned int __double2uint_##suffix(double x) {                                       \
    return spn::detail::toInteger<unsigned int, mode>(x);                                          \
  }                                                                                                \
  SPN_MATHFN long long __double2ll_##suffix(double x) {                                            \
    return spn::detail::toInteger<long long, mode>(x);                                             \
  }                                                                                                \
  SPN_MATHFN unsigned long long __double2ull_##suffix(double x) {                                  \
    return spn::detail::toInteger<unsigned long long, mode>(x);                                    \
  }                                                                                                \
  SPN_MATHFN float __int2float_##suffix(int x) {                                                   \
    return spn::detail::fromInteger<float, mode>(x);                                               \
  }                                                                                                \
  SPN_MATHFN float __uint2float_##suffix(unsigned int x) {                                         \
    return spn::detail::fromInteger<float, mode>(x);                                               \
  }                                                                                                \
  SPN_MATHFN float __ll2float_##suffix(long long x) {                                              \
    return spn::detail::fromInteger<float, mode>(x);                                               \
  }                                                                                                \
  SPN_MATHFN float __ull2float_##suffix(unsigned long long x) {                                    \
    return spn::detail::fromInteger<float, mode>(x);                                               \
  }                                                                                                \
  SPN_MATHFN double __ll2double_##suffix(long long x) {                                            \
    return spn::detail::fromInteger<double, mode>(x);                                              \
  }                                                                                                \
  SPN_MATHFN double __ull2double_##suffix(unsigned long long x) {                                  \
    return spn::detail::fromInteger<double, mode>(x);                                              \
  }                                                                                                \
  SPN_MATHFN float __double2float_##suffix(double x) { return spn::detail::toFloat<mode>(x); }
SPN_CONVERSIONS(rn, spn::detail::Rounding::Nearest)
SPN_CONVERSIONS(rz, spn::detail::Rounding::Zero)
SPN_CONVERSIONS(ru, spn::detail::Rounding::Up)
SPN_CONVERSIONS(rd, spn::detail::Rounding::Down)
#undef SPN_CONVERSIONS

SPN_MATHFN double __int2double_rn(int x) { return x; }
SPN_MATHFN double __uint2double_rn(unsigned int x) { return x; }

SPN_MATHFN int __float_as_int(float x) { return spn::detail::bitsAs<int>(x); }
SPN_MATHFN unsigned int __float_as_uint(float x) { return spn::detail::bitsAs<unsigned int>(x); }
SPN_MATHFN float __int_as_float(int x) { return spn::detail::bitsAs<float>(x); }
SPN_MATHFN float __uint_as_float(unsigned int x) { return spn::detail::bitsAs<float>(x); }
SPN_MATHFN long long __double_as_longlong(double x) { return spn::detail::bitsAs<long long>(x); }
SPN_MATHFN double __longlong_as_double(long long x) { return spn::detail::bitsAs<double>(x); }

SPN_MATHFN int __double2hiint(double x) {
  return static_cast<int>(spn::detail::bitsAs<unsigned long long>(x) >> 32);
}
SPN_MATHFN int __double2loint(double x) {
  return static_cast<int>(spn::detail::bitsAs<unsigned long long>(x) & 0xffffffffu);
}
SPN_MATHFN double __hiloint2double(int high, int low) {
  return spn::detail::bitsAs<double>(
      (static_cast<unsigned long long>(static_cast<unsigned int>(high)) << 32) |
      static_cast<unsigned int>(low));
}
