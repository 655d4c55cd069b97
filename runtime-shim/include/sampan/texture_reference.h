// SPDX-License-Identifier: Apache-2.0
// Legacy texture and surface references: `texture<float, 2, spnReadModeElementType> t;` at
// namespace scope, bound on the host, read in kernels as `tex2D(t, x, y)`. A fetch goes through the
// texture object that binding made.
#ifndef SAMPAN_TEXTURE_REFERENCE_H
#define SAMPAN_TEXTURE_REFERENCE_H

#include "sampan/texture.h"

// Shapes, the second template argument.
#define spnTextureType1D 0x01
#define spnTextureType2D 0x02
#define spnTextureType3D 0x03
#define spnTextureTypeCubemap 0x0C
#define spnTextureType1DLayered 0xF1
#define spnTextureType2DLayered 0xF2
#define spnTextureTypeCubemapLayered 0xFC
#define spnSurfaceType1D 0x01
#define spnSurfaceType2D 0x02
#define spnSurfaceType3D 0x03
#define spnSurfaceTypeCubemap 0x0C
#define spnSurfaceType1DLayered 0xF1
#define spnSurfaceType2DLayered 0xF2
#define spnSurfaceTypeCubemapLayered 0xFC

// Kernels may name references, although they are host variables.
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
#define SPN_TEXTURE_TYPE __attribute__((device_builtin_texture_type))
#define SPN_SURFACE_TYPE __attribute__((device_builtin_surface_type))
#else
#define SPN_TEXTURE_TYPE
#define SPN_SURFACE_TYPE
#endif

template <class T, int Dimension = spnTextureType1D,
          spnTextureReadMode Mode = spnReadModeElementType>
struct SPN_TEXTURE_TYPE texture;

template <class T, int Dimension, spnTextureReadMode Mode>
struct SPN_TEXTURE_TYPE texture : textureReference {
  texture(int normalizedCoordinates = 0, spnTextureFilterMode filter = spnFilterModePoint,
          spnTextureAddressMode address = spnAddressModeClamp)
      : texture(normalizedCoordinates, filter, address, ::spn::detail::channelFormatOf<T>()) {}
  texture(int normalizedCoordinates, spnTextureFilterMode filter, spnTextureAddressMode address,
          spnChannelFormatDesc format)
      : textureReference() {
    normalized = normalizedCoordinates;
    filterMode = filter;
    addressMode[0] = addressMode[1] = addressMode[2] = address;
    channelDesc = format;
    readMode = Mode;
  }
};

template <class T, int Dimension = spnSurfaceType1D> struct SPN_SURFACE_TYPE surface;

template <class T, int Dimension> struct SPN_SURFACE_TYPE surface : surfaceReference {
  surface() : surfaceReference() {}
};

namespace spn {
namespace detail {

/// What a fetch from texture<T, ..., Mode> returns.
template <class T, spnTextureReadMode Mode> struct FetchResult {
  using type = T;
};
template <class T> struct FetchResult<T, spnReadModeNormalizedFloat> {
  using type = typename TexelType<T>::Float;
};

} // namespace detail
} // namespace spn

namespace spn {

/// What a reference was bound to when a kernel was launched, on targets whose kernels cannot name
/// variables of the host. It is used as the reference is.
template <class T, int Dimension, spnTextureReadMode Mode> struct BoundTexture {
  spnTextureObject_t object;
};
template <class T, int Dimension> struct BoundSurface {
  spnSurfaceObject_t object;
};

template <class T, int Dimension, spnTextureReadMode Mode>
inline BoundTexture<T, Dimension, Mode> bound(const ::texture<T, Dimension, Mode> &reference) {
  return {reference.object};
}
template <class T, int Dimension>
inline BoundSurface<T, Dimension> bound(const ::surface<T, Dimension> &reference) {
  return {reference.object};
}

} // namespace spn

// Forwards to the texture object function of the same name.
#define SPN_UNWRAP(...) __VA_ARGS__
#define SPN_REFERENCE_TO(Reference, name, shape, parameters, arguments)                            \
  template <class T, spnTextureReadMode Mode>                                                      \
  SPN_HD inline typename ::spn::detail::FetchResult<T, Mode>::type name(                           \
      const Reference<T, shape, Mode> &reference, SPN_UNWRAP parameters) {                         \
    return name<typename ::spn::detail::FetchResult<T, Mode>::type>(reference.object,              \
                                                                    SPN_UNWRAP arguments);         \
  }
#define SPN_REFERENCE(name, shape, parameters, arguments)                                          \
  SPN_REFERENCE_TO(texture, name, shape, parameters, arguments)                                    \
  SPN_REFERENCE_TO(::spn::BoundTexture, name, shape, parameters, arguments)
SPN_REFERENCE(tex1Dfetch, spnTextureType1D, (int x), (x))
SPN_REFERENCE(tex1D, spnTextureType1D, (float x), (x))
SPN_REFERENCE(tex2D, spnTextureType2D, (float x, float y), (x, y))
SPN_REFERENCE(tex3D, spnTextureType3D, (float x, float y, float z), (x, y, z))
SPN_REFERENCE(tex1DLayered, spnTextureType1DLayered, (float x, int layer), (x, layer))
SPN_REFERENCE(tex2DLayered, spnTextureType2DLayered, (float x, float y, int layer), (x, y, layer))
SPN_REFERENCE(texCubemap, spnTextureTypeCubemap, (float x, float y, float z), (x, y, z))
SPN_REFERENCE(texCubemapLayered, spnTextureTypeCubemapLayered,
              (float x, float y, float z, int layer), (x, y, z, layer))
SPN_REFERENCE(tex1DLod, spnTextureType1D, (float x, float level), (x, level))
SPN_REFERENCE(tex2DLod, spnTextureType2D, (float x, float y, float level), (x, y, level))
SPN_REFERENCE(tex3DLod, spnTextureType3D, (float x, float y, float z, float level),
              (x, y, z, level))
SPN_REFERENCE(tex1DGrad, spnTextureType1D, (float x, float dx, float dy), (x, dx, dy))
SPN_REFERENCE(tex2DGrad, spnTextureType2D, (float x, float y, float2 dx, float2 dy), (x, y, dx, dy))
SPN_REFERENCE(tex3DGrad, spnTextureType3D, (float x, float y, float z, float4 dx, float4 dy),
              (x, y, z, dx, dy))
#undef SPN_REFERENCE
#undef SPN_REFERENCE_TO
#undef SPN_UNWRAP

#define SPN_GATHER(Reference)                                                                      \
  template <class T, spnTextureReadMode Mode>                                                      \
  SPN_HD inline auto tex2Dgather(const Reference<T, spnTextureType2D, Mode> &reference, float x,   \
                                 float y, int channel = 0) {                                       \
    using Value = typename ::spn::detail::FetchResult<T, Mode>::type;                              \
    using Element = typename ::spn::detail::TexelType<Value>::Element;                             \
    return tex2Dgather<typename ::spn::detail::FourOf<Element>::type>(reference.object, x, y,      \
                                                                      channel);                    \
  }
SPN_GATHER(texture)
SPN_GATHER(::spn::BoundTexture)
#undef SPN_GATHER

#endif
