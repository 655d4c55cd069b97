// SPDX-License-Identifier: Apache-2.0
// From the bytes of a texel to the value that a fetch returns. As in hardware, a fetch delivers
// four 32-bit registers, whatever the format: integers extended, floating point as float; the type
// that the program asked for then takes the registers' low bits.
#pragma once

#include "sampan/api/array.h"
#include "sampan/half_detail/convert.h"
#include "sampan/texture_detail/object.h"
#include "sampan/vector_types.h"

#include <cstdint>
#include <type_traits>

// Ascend C has the functions of the C library, and not the compiler's names for them.
#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#define SPN_TEXTURE_MATH(function) function##f
#else
#define SPN_TEXTURE_MATH(function) __builtin_##function##f
#endif

namespace spn {
namespace detail {

/// Element type and number of a scalar or vector type.
template <class T> struct TexelType {
  static_assert(std::is_arithmetic<T>::value && sizeof(T) <= 4,
                "a texture holds 8, 16 or 32 bit numbers, or vectors of 1, 2 or 4 of them");
  using Element = T;
  using Float = float; ///< what a normalised read of this type returns
  static constexpr int count = 1;
};
/// The vector of four Elements, which a gather returns.
template <class Element> struct FourOf;
template <> struct FourOf<char> {
  using type = char4;
};

#define SPN_TEXEL_VECTOR(name, element)                                                            \
  template <> struct FourOf<element> {                                                             \
    using type = name##4;                                                                          \
  };                                                                                               \
  template <> struct TexelType<name##1> {                                                          \
    using Element = element;                                                                       \
    using Float = float1;                                                                          \
    static constexpr int count = 1;                                                                \
  };                                                                                               \
  template <> struct TexelType<name##2> {                                                          \
    using Element = element;                                                                       \
    using Float = float2;                                                                          \
    static constexpr int count = 2;                                                                \
  };                                                                                               \
  template <> struct TexelType<name##4> {                                                          \
    using Element = element;                                                                       \
    using Float = float4;                                                                          \
    static constexpr int count = 4;                                                                \
  };
SPN_TEXEL_VECTOR(char, signed char)
SPN_TEXEL_VECTOR(uchar, unsigned char)
SPN_TEXEL_VECTOR(short, short)
SPN_TEXEL_VECTOR(ushort, unsigned short)
SPN_TEXEL_VECTOR(int, int)
SPN_TEXEL_VECTOR(uint, unsigned int)
SPN_TEXEL_VECTOR(float, float)
#undef SPN_TEXEL_VECTOR

template <class Element> SPN_HD constexpr ChannelKind channelKindOf() {
  return std::is_floating_point<Element>::value ? ChannelKind::Float
         : std::is_signed<Element>::value       ? ChannelKind::Signed
                                                : ChannelKind::Unsigned;
}

/// The channel format that arrays of T have.
template <class T> SPN_HD inline spnChannelFormatDesc channelFormatOf() {
  using Type = TexelType<T>;
  const int bits = int(sizeof(typename Type::Element) * 8);
  spnChannelFormatDesc format;
  format.x = bits;
  format.y = Type::count > 1 ? bits : 0;
  format.z = Type::count > 2 ? bits : 0;
  format.w = Type::count > 3 ? bits : 0;
  format.f = spnChannelFormatKind(channelKindOf<typename Type::Element>());
  return format;
}

/// The four registers of a fetch.
struct Registers {
  std::uint32_t r[4];
};

/// Bytes are copied, not accessed through casts: images have no alignment or type of their own.
template <class E> SPN_HD inline E loadBytes(const unsigned char *from) {
  E value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

/// Whether fetches of this image give floating-point numbers, which can be filtered.
SPN_HD inline bool givesFloat(const ImageView &image, const Sampler &sampler) {
  return image.kind == ChannelKind::Float || image.normalized ||
         (sampler.normalizedFloat && image.channelBits < 32);
}

SPN_HD inline float linearFromSrgb(float value) {
  return value <= 0.04045f ? value / 12.92f
                           : SPN_TEXTURE_MATH(pow)((value + 0.055f) / 1.055f, 2.4f);
}

/// One channel extended to an integer register.
SPN_HD inline std::uint32_t loadInteger(const unsigned char *from, const ImageView &image) {
  const bool isSigned = image.kind == ChannelKind::Signed;
  switch (image.channelBits) {
  case 8:
    return isSigned ? std::uint32_t(loadBytes<signed char>(from)) : *from;
  case 16:
    return isSigned ? std::uint32_t(loadBytes<short>(from)) : loadBytes<unsigned short>(from);
  default:
    return loadBytes<std::uint32_t>(from);
  }
}

/// One channel of an image that givesFloat().
SPN_HD inline float loadFloat(const unsigned char *from, const ImageView &image) {
  if (image.kind == ChannelKind::Float)
    return image.channelBits == 32 ? loadBytes<float>(from)
                                   : halfToFloat(loadBytes<unsigned short>(from));
  const std::uint32_t integer = loadInteger(from, image);
  if (image.kind == ChannelKind::Unsigned)
    return float(integer) / (image.channelBits == 8 ? 255.0f : 65535.0f);
  const float value = float(int(integer)) / (image.channelBits == 8 ? 127.0f : 32767.0f);
  return value < -1.0f ? -1.0f : value; // the most negative number also means -1
}

/// The texel at `from` as floats; missing channels are 0, 0, 1. Only for images that givesFloat().
SPN_HD inline void loadFloats(const unsigned char *from, const ImageView &image,
                              const Sampler &sampler, float (&out)[4]) {
  const int bytes = image.channelBits / 8;
  const bool decode = sampler.sRgb && image.channelBits == 8 && image.kind == ChannelKind::Unsigned;
  for (int c = 0; c < 4; ++c)
    out[c] = c < image.channels ? loadFloat(from + c * bytes, image) : c == 3 ? 1.0f : 0.0f;
  for (int c = 0; decode && c < 3 && c < image.channels; ++c)
    out[c] = linearFromSrgb(out[c]);
}

SPN_HD inline Registers registersOf(const float (&values)[4]) {
  return Registers{
      {floatBits(values[0]), floatBits(values[1]), floatBits(values[2]), floatBits(values[3])}};
}

/// The texel at `from` as a point fetch delivers it.
SPN_HD inline Registers loadTexel(const unsigned char *from, const ImageView &image,
                                  const Sampler &sampler) {
  if (givesFloat(image, sampler)) {
    float values[4];
    loadFloats(from, image, sampler, values);
    return registersOf(values);
  }
  Registers result;
  for (int c = 0; c < 4; ++c)
    result.r[c] = c < image.channels ? loadInteger(from + c * (image.channelBits / 8), image)
                                     : std::uint32_t(c == 3);
  return result;
}

/// What lies beyond the edge with the border address mode.
SPN_HD inline Registers borderTexel(const ImageView &image, const Sampler &sampler) {
  if (givesFloat(image, sampler))
    return registersOf(sampler.border);
  Registers result;
  for (int c = 0; c < 4; ++c)
    result.r[c] = std::uint32_t(std::int64_t(sampler.border[c]));
  return result;
}

template <class E> SPN_HD inline E elementOf(std::uint32_t bits, std::true_type /*is float*/) {
  return E(bitsFloat(bits));
}
template <class E> SPN_HD inline E elementOf(std::uint32_t bits, std::false_type) {
  return E(bits);
}

/// The registers as the type that the program asked for.
template <class T> SPN_HD inline T valueOf(const Registers &registers) {
  using Element = typename TexelType<T>::Element;
  Element elements[TexelType<T>::count];
  for (int c = 0; c < TexelType<T>::count; ++c)
    elements[c] = elementOf<Element>(registers.r[c], std::is_floating_point<Element>());
  T value;
  __builtin_memcpy(&value, elements, sizeof value);
  return value;
}

/// Whether the image's texels are Ts already, bit by bit.
template <class T> SPN_HD inline bool holdsExactly(const ImageView &image, const Sampler &sampler) {
  using Element = typename TexelType<T>::Element;
  return image.channels == TexelType<T>::count && image.channelBits == 8 * sizeof(Element) &&
         image.kind == channelKindOf<Element>() &&
         (image.kind == ChannelKind::Float || !givesFloat(image, sampler));
}

} // namespace detail
} // namespace spn
