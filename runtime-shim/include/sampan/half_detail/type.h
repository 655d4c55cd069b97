// SPDX-License-Identifier: Apache-2.0
// The 16-bit floating-point class and its pair, written once for half and bfloat16. CUDA gives both
// the same members under different names, and the intrinsics must be overloads rather than
// templates (programs rely on implicit conversions of their arguments), so this file and its
// neighbours are included once per type, with these macros set by fp16.h or bf16.h:
//
//   SPN_F16, SPN_F16_RAW        the scalar class and its plain struct
//   SPN_F16X2, SPN_F16X2_RAW    the pair and its plain struct
//   SPN_F16_OTHER               the other 16-bit class
//   SPN_F16_STEM                the name inside conversion functions: half or bfloat16
//   SPN_F16_FORMAT              spn::detail::HalfFormat or BFloatFormat
//   SPN_F16_CONVERSIONS         1 unless the program switched implicit conversions off
//   SPN_F16_OPERATORS, SPN_F16X2_OPERATORS   likewise for operators
//
// There is no include guard on purpose.

struct SPN_F16_OTHER;

typedef struct __attribute__((aligned(2))) {
  unsigned short x;
} SPN_F16_RAW;

typedef struct __attribute__((aligned(4))) {
  unsigned short x, y;
} SPN_F16X2_RAW;

#define SPN_F16_CONVERT spn::detail::Convert<SPN_F16_FORMAT>

struct __attribute__((aligned(2))) SPN_F16 {
  unsigned short __x;

  // Trivial, so that the type can live in shared memory and unions.
  SPN_F16() = default;
  SPN_HD constexpr SPN_F16(const SPN_F16_RAW &raw) : __x(raw.x) {}
  SPN_HD explicit SPN_F16(const SPN_F16_OTHER &other);
  /// Reads of volatile shared memory. A template is not a copy constructor: copying stays trivial.
  template <class V, class = typename std::enable_if<
                         std::is_volatile<V>::value &&
                         std::is_same<typename std::remove_cv<V>::type, SPN_F16>::value>::type>
  SPN_HD SPN_F16(V &value) : __x(value.__x) {}

#if SPN_F16_CONVERSIONS
  SPN_HD constexpr SPN_F16(float v) : __x(SPN_F16_CONVERT::fromFloat(v)) {}
  SPN_HD constexpr SPN_F16(double v) : __x(spn::detail::fromDouble<SPN_F16_FORMAT>(v)) {}
#define SPN_FROM_INTEGER(type)                                                                     \
  SPN_HD constexpr SPN_F16(type v) : __x(spn::detail::fromInteger<SPN_F16_FORMAT>(v)) {}
  SPN_FROM_INTEGER(short)
  SPN_FROM_INTEGER(unsigned short)
  SPN_FROM_INTEGER(int)
  SPN_FROM_INTEGER(unsigned int)
  SPN_FROM_INTEGER(long)
  SPN_FROM_INTEGER(unsigned long)
  SPN_FROM_INTEGER(long long)
  SPN_FROM_INTEGER(unsigned long long)
#undef SPN_FROM_INTEGER
#endif

  // Templates, so that `h = {}` finds only the trivial copy assignment. Both forms accept the same
  // types: with the volatile one alone, assigning to an ordinary object would be ambiguous.
  template <class R>
  SPN_HD
      typename std::enable_if<spn::detail::Assigns<R, SPN_F16, SPN_F16_RAW>::value, SPN_F16 &>::type
      operator=(const R &value) {
    __x = SPN_F16(value).__x;
    return *this;
  }
  template <class R>
  SPN_HD typename std::enable_if<spn::detail::Assigns<R, SPN_F16, SPN_F16_RAW>::value ||
                                 std::is_same<R, SPN_F16>::value>::type
  operator=(const R &value) volatile {
    __x = SPN_F16(value).__x;
  }

  SPN_HD operator SPN_F16_RAW() const { return SPN_F16_RAW{__x}; }
  SPN_HD operator SPN_F16_RAW() const volatile { return SPN_F16_RAW{__x}; }

#if SPN_F16_CONVERSIONS
  SPN_HD constexpr operator float() const { return SPN_F16_CONVERT::toFloat(__x); }
  SPN_HD constexpr operator bool() const { return (__x & 0x7fff) != 0; }
#define SPN_TO_INTEGER(type)                                                                       \
  SPN_HD operator type() const {                                                                   \
    return spn::detail::toInteger<type>(SPN_F16_CONVERT::toFloat(__x), spn::detail::Round::Zero);  \
  }
  SPN_TO_INTEGER(char)
  SPN_TO_INTEGER(signed char)
  SPN_TO_INTEGER(unsigned char)
  SPN_TO_INTEGER(short)
  SPN_TO_INTEGER(unsigned short)
  SPN_TO_INTEGER(int)
  SPN_TO_INTEGER(unsigned int)
  SPN_TO_INTEGER(long)
  SPN_TO_INTEGER(unsigned long)
  SPN_TO_INTEGER(long long)
  SPN_TO_INTEGER(unsigned long long)
#undef SPN_TO_INTEGER
#endif
};

struct __attribute__((aligned(4))) SPN_F16X2 {
  SPN_F16 x, y;

  SPN_F16X2() = default;
  SPN_HD constexpr SPN_F16X2(const SPN_F16 &a, const SPN_F16 &b) : x(a), y(b) {}
  SPN_HD constexpr SPN_F16X2(const SPN_F16X2_RAW &raw)
      : x(SPN_F16_RAW{raw.x}), y(SPN_F16_RAW{raw.y}) {}
  template <class R>
  SPN_HD typename std::enable_if<std::is_same<R, SPN_F16X2_RAW>::value, SPN_F16X2 &>::type
  operator=(const R &raw) {
    x.__x = raw.x;
    y.__x = raw.y;
    return *this;
  }
  SPN_HD operator SPN_F16X2_RAW() const { return SPN_F16X2_RAW{x.__x, y.__x}; }
};

// What the intrinsics are written with.
namespace spn {
namespace detail {
SPN_HD inline constexpr float widen(const SPN_F16 &value) {
  return SPN_F16_CONVERT::toFloat(value.__x);
}
template <> struct Narrow<SPN_F16> {
  static constexpr bool mixes = SPN_F16_CONVERSIONS;
  using Format = SPN_F16_FORMAT;
  SPN_HD static constexpr SPN_F16 bits(unsigned value) {
    return SPN_F16(SPN_F16_RAW{static_cast<unsigned short>(value)});
  }
  SPN_HD static constexpr SPN_F16 from(float value) {
    return bits(Convert<SPN_F16_FORMAT>::fromFloat(value));
  }
  SPN_HD static constexpr SPN_F16 from(double value) {
    return bits(fromDouble<SPN_F16_FORMAT>(value));
  }
};
} // namespace detail
} // namespace spn

#define SPN_F16_NARROW spn::detail::Narrow<SPN_F16>
#define SPN_F16_ONE                                                                                \
  (((1u << (SPN_F16_FORMAT::exponentBits - 1)) - 1) << SPN_F16_FORMAT::mantissaBits)
