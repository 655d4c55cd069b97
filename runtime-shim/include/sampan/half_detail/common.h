// SPDX-License-Identifier: Apache-2.0
// What the intrinsics of half and bfloat16 share as templates.
#pragma once

#include "sampan/half_detail/convert.h"

#include <type_traits>

namespace spn {
namespace detail {

/// Makes a T from its bits or, rounding, from a wider value. Specialised with each type.
template <class T> struct Narrow;

/// What may be assigned besides another Half: numbers while implicit conversions are on, the plain
/// struct, and volatile objects.
template <class R, class Half, class Raw>
struct Assigns
    : std::integral_constant<
          bool, (std::is_arithmetic<R>::value && std::is_convertible<R, Half>::value) ||
                    std::is_same<R, Raw>::value || std::is_same<R, volatile Half>::value> {};

/// Zero to one; NaN becomes zero.
template <class T> SPN_HD inline T saturate(float value) {
  return Narrow<T>::from(value > 0.0f ? (value < 1.0f ? value : 1.0f) : 0.0f);
}

template <class T> SPN_HD inline bool holdsNan(const T &value) {
  return (value.__x & 0x7fffu) > Narrow<T>::Format::infinity;
}

/// The bits as an integer that orders as the values do, with -0 below +0.
template <class T> SPN_HD inline int orderOf(const T &value) {
  return (value.__x & 0x8000) ? -1 - (value.__x & 0x7fff) : int(value.__x);
}

template <class T> SPN_HD inline T withoutNan(const T &a, const T &b, const T &chosen, bool keep) {
  const bool nanA = holdsNan(a), nanB = holdsNan(b);
  if (!nanA && !nanB)
    return chosen;
  if (keep || (nanA && nanB))
    return Narrow<T>::bits(Narrow<T>::Format::nan);
  return nanA ? b : a;
}

/// One NaN gives the other operand unless `keepNan`.
template <class T> SPN_HD inline T smaller(const T &a, const T &b, bool keepNan) {
  return withoutNan(a, b, orderOf(b) < orderOf(a) ? b : a, keepNan);
}
template <class T> SPN_HD inline T larger(const T &a, const T &b, bool keepNan) {
  return withoutNan(a, b, orderOf(a) < orderOf(b) ? b : a, keepNan);
}

/// Type in which an operation between a 16-bit float and a T is computed. Only arithmetic types
/// have one, and only while implicit conversions are on.
template <class Half, class T, class = void> struct Mixed {};
template <class Half, class T>
struct Mixed<Half, T,
             typename std::enable_if<Narrow<Half>::mixes && std::is_arithmetic<T>::value>::type> {
  using type = typename std::conditional<std::is_floating_point<T>::value, T, Half>::type;
};

} // namespace detail
} // namespace spn

#define SPN_PASTE3_(a, b, c) a##b##c
#define SPN_PASTE3(a, b, c) SPN_PASTE3_(a, b, c)
