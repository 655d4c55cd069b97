// SPDX-License-Identifier: Apache-2.0
// Channel formats of C++ types, and binding of typed legacy texture references. The class template
// `texture` itself is part of the kernel language (texture.h); here only its base is used.
// runtime.h includes this header.
#pragma once

#include "sampan/runtime.h"

#include <type_traits>

template <class T, int Dimension, spnTextureReadMode Mode> struct texture;
template <class T, int Dimension> struct surface;

namespace spn {
namespace detail {

template <class Element, int Channels> struct ChannelFormat {
  static spnChannelFormatDesc get() {
    const int bits = int(sizeof(Element) * 8);
    return spnCreateChannelDesc(bits, Channels > 1 ? bits : 0, Channels > 2 ? bits : 0,
                                Channels > 3 ? bits : 0,
                                !std::is_integral<Element>::value ? spnChannelFormatKindFloat
                                : std::is_signed<Element>::value  ? spnChannelFormatKindSigned
                                                                  : spnChannelFormatKindUnsigned);
  }
};

/// Types with members x .. w have as many channels as members; others are one channel.
template <class T> auto firstChannel(const T &value, int) -> decltype(value.x);
template <class T> T firstChannel(const T &, long);

template <class T> struct FormatOf {
  using Element = std::decay_t<decltype(firstChannel(std::declval<T>(), 0))>;
  static spnChannelFormatDesc get() {
    return ChannelFormat<Element, int(sizeof(T) / sizeof(Element))>::get();
  }
};

/// The reference's own read mode is part of its type, so binding passes it on.
spnError_t setReadMode(const textureReference *reference, spnTextureReadMode mode);

} // namespace detail
} // namespace spn

template <class T> SPN_INLINE spnChannelFormatDesc spnCreateChannelDesc() {
  return ::spn::detail::FormatOf<T>::get();
}
template <> inline spnChannelFormatDesc spnCreateChannelDesc<void>() {
  return spnCreateChannelDesc(0, 0, 0, 0, spnChannelFormatKindNone);
}

template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTexture(size_t *offset, const texture<T, D, M> &reference,
                                     const void *pointer, const spnChannelFormatDesc &format,
                                     size_t bytes = 0x7fffffff) {
  ::spn::detail::setReadMode(&reference, M);
  return spnBindTexture(offset, static_cast<const textureReference *>(&reference), pointer, &format,
                        bytes);
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTexture(size_t *offset, const texture<T, D, M> &reference,
                                     const void *pointer, size_t bytes = 0x7fffffff) {
  return spnBindTexture(offset, reference, pointer, spnCreateChannelDesc<T>(), bytes);
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTexture2D(size_t *offset, const texture<T, D, M> &reference,
                                       const void *pointer, const spnChannelFormatDesc &format,
                                       size_t width, size_t height, size_t pitch) {
  ::spn::detail::setReadMode(&reference, M);
  return spnBindTexture2D(offset, static_cast<const textureReference *>(&reference), pointer,
                          &format, width, height, pitch);
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTexture2D(size_t *offset, const texture<T, D, M> &reference,
                                       const void *pointer, size_t width, size_t height,
                                       size_t pitch) {
  return spnBindTexture2D(offset, reference, pointer, spnCreateChannelDesc<T>(), width, height,
                          pitch);
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTextureToArray(const texture<T, D, M> &reference,
                                            spnArray_const_t array,
                                            const spnChannelFormatDesc &format) {
  ::spn::detail::setReadMode(&reference, M);
  return spnBindTextureToArray(static_cast<const textureReference *>(&reference), array, &format);
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTextureToArray(const texture<T, D, M> &reference,
                                            spnArray_const_t array) {
  spnChannelFormatDesc format;
  spnError_t error = spnGetChannelDesc(&format, array);
  return error == spnSuccess ? spnBindTextureToArray(reference, array, format) : error;
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnBindTextureToMipmappedArray(const texture<T, D, M> &reference,
                                                     spnMipmappedArray_const_t array,
                                                     const spnChannelFormatDesc &format) {
  ::spn::detail::setReadMode(&reference, M);
  return spnBindTextureToMipmappedArray(static_cast<const textureReference *>(&reference), array,
                                        &format);
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnUnbindTexture(const texture<T, D, M> &reference) {
  return spnUnbindTexture(static_cast<const textureReference *>(&reference));
}
template <class T, int D, spnTextureReadMode M>
SPN_INLINE spnError_t spnGetTextureAlignmentOffset(size_t *offset,
                                                   const texture<T, D, M> &reference) {
  return spnGetTextureAlignmentOffset(offset, static_cast<const textureReference *>(&reference));
}
template <class T, int D>
SPN_INLINE spnError_t spnBindSurfaceToArray(const surface<T, D> &reference, spnArray_const_t array,
                                            const spnChannelFormatDesc &format) {
  return spnBindSurfaceToArray(static_cast<const surfaceReference *>(&reference), array, &format);
}
template <class T, int D>
SPN_INLINE spnError_t spnBindSurfaceToArray(const surface<T, D> &reference,
                                            spnArray_const_t array) {
  spnChannelFormatDesc format;
  spnError_t error = spnGetChannelDesc(&format, array);
  return error == spnSuccess ? spnBindSurfaceToArray(reference, array, format) : error;
}
