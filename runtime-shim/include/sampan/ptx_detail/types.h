// SPDX-License-Identifier: Apache-2.0
// Registers of PTX in C++, and reading one kind of value as another.
#pragma once

#include "sampan/detail/execution.h"
#include "sampan/detail/math_support.h"

#include <cstdint>
#include <type_traits>

#if !defined(__SAMPAN_PARSE__)
#include <stdio.h>
#endif

#define SPN_PTX inline SPN_HD

namespace spn {
namespace ptx {

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;
typedef float f32;
typedef double f64;

namespace detail {

template <class T>
struct IsNumber
    : std::integral_constant<bool, std::is_integral<T>::value || std::is_enum<T>::value> {};

enum class Cast { Number, FromPointer, ToPointer, Bits };

template <class To, class From> struct CastOf {
  static constexpr Cast value =
      std::is_pointer<From>::value && IsNumber<To>::value   ? Cast::FromPointer
      : std::is_pointer<To>::value && IsNumber<From>::value ? Cast::ToPointer
      : std::is_same<To, From>::value || (IsNumber<To>::value && IsNumber<From>::value)
          ? Cast::Number
          : Cast::Bits;
};

template <Cast kind, class To, class From> struct Converter {
  SPN_HD static To convert(From from) { return static_cast<To>(from); }
};
template <class To, class From> struct Converter<Cast::FromPointer, To, From> {
  SPN_HD static To convert(From from) {
    return static_cast<To>(reinterpret_cast<std::uintptr_t>(from));
  }
};
template <class To, class From> struct Converter<Cast::ToPointer, To, From> {
  SPN_HD static To convert(From from) {
    return reinterpret_cast<To>(static_cast<std::uintptr_t>(from));
  }
};
template <class To, class From> struct Converter<Cast::Bits, To, From> {
  SPN_HD static To convert(const From &from) { return spn::detail::bitsAs<To>(from); }
};

} // namespace detail

/// The register that holds `from`, read as a To: integers are extended or cut, pointers are their
/// addresses, between integers and floating-point numbers the bits stay.
template <class To, class From> SPN_PTX To as(From from) {
  return detail::Converter<detail::CastOf<To, From>::value, To, From>::convert(from);
}

/// Assigns a register to a variable of any type that fits.
template <class To, class From> SPN_PTX void set(To &to, From from) { to = as<To>(from); }

/// The value of an integer type next to `value`.
template <class To, class From> SPN_PTX To clamped(From value) {
  const bool toSigned = std::is_signed<To>::value;
  const To lowest = toSigned ? static_cast<To>(1ull << (8 * sizeof(To) - 1)) : To{0};
  const To highest = static_cast<To>(~lowest);
  if (std::is_signed<From>::value && value < From{0}) {
    if (!toSigned)
      return 0;
    return static_cast<s64>(value) < static_cast<s64>(lowest) ? lowest : static_cast<To>(value);
  }
  return static_cast<u64>(value) > static_cast<u64>(highest) ? highest : static_cast<To>(value);
}

/// Stands where inline PTX could not be translated. Ends the launch with an error, so that no wrong
/// result comes out.
[[noreturn]] SPN_DEVICE_INLINE void unsupported(const char *instruction) {
#if !defined(__SAMPAN_PARSE__)
  ::fprintf(stderr, "sampan: inline PTX instruction %s has no translation\n", instruction);
#else
  (void)instruction;
#endif
  ::spn::detail::trapThread();
}

/// Hints to NVIDIA's hardware.
SPN_PTX void noEffect() {}

} // namespace ptx
} // namespace spn
