// SPDX-License-Identifier: Apache-2.0
// Texture and surface functions of the kernel language, computed by the processor. This header has
// the texture object forms; texture_reference.h adds `texture<float, 2>` and surface references.
//
// Each function exists in CUDA's two shapes, `T v = tex2D<T>(object, x, y)` and
// `tex2D(&v, object, x, y)`.
#ifndef SAMPAN_TEXTURE_H
#define SAMPAN_TEXTURE_H

#include "sampan/texture_detail/sample.h"

namespace spn {
namespace detail {
SPN_HD inline const TextureObject &textureOf(spnTextureObject_t object) {
  return *reinterpret_cast<const TextureObject *>(object);
}
SPN_HD inline Coordinates at(float x, float y = 0, float z = 0, int layer = 0) {
  return Coordinates{{x, y, z}, layer};
}
} // namespace detail
} // namespace spn

// SPN_TEXTURE(name, (parameters), (arguments), result): both shapes of one function. `result` may
// use the parameters, `object` and T.
#define SPN_UNWRAP(...) __VA_ARGS__
#define SPN_TEXTURE(name, parameters, arguments, ...)                                              \
  template <class T> SPN_HD inline T name(spnTextureObject_t object, SPN_UNWRAP parameters) {      \
    return __VA_ARGS__;                                                                            \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_HD inline void name(T *value, spnTextureObject_t object, SPN_UNWRAP parameters) {            \
    *value = name<T>(object, SPN_UNWRAP arguments);                                                \
  }

#define SPN_SAMPLE(d, ...)                                                                         \
  ::spn::detail::sample<T, d>(::spn::detail::textureOf(object), ::spn::detail::at(__VA_ARGS__))
#define SPN_SAMPLE_LEVEL(d, level, ...)                                                            \
  ::spn::detail::sampleLevel<T, d>(::spn::detail::textureOf(object),                               \
                                   ::spn::detail::at(__VA_ARGS__), level)
#define SPN_GRADIENT(d, dx, dy)                                                                    \
  ::spn::detail::levelOfGradient<d>(::spn::detail::textureOf(object), dx, dy)

SPN_TEXTURE(tex1Dfetch, (int x), (x), ::spn::detail::fetch<T>(::spn::detail::textureOf(object), x))
SPN_TEXTURE(tex1D, (float x), (x), SPN_SAMPLE(1, x))
SPN_TEXTURE(tex2D, (float x, float y), (x, y), SPN_SAMPLE(2, x, y))
SPN_TEXTURE(tex3D, (float x, float y, float z), (x, y, z), SPN_SAMPLE(3, x, y, z))
SPN_TEXTURE(tex1DLayered, (float x, int layer), (x, layer), SPN_SAMPLE(1, x, 0, 0, layer))
SPN_TEXTURE(tex2DLayered, (float x, float y, int layer), (x, y, layer),
            SPN_SAMPLE(2, x, y, 0, layer))

SPN_TEXTURE(tex1DLod, (float x, float level), (x, level), SPN_SAMPLE_LEVEL(1, level, x))
SPN_TEXTURE(tex2DLod, (float x, float y, float level), (x, y, level),
            SPN_SAMPLE_LEVEL(2, level, x, y))
SPN_TEXTURE(tex3DLod, (float x, float y, float z, float level), (x, y, z, level),
            SPN_SAMPLE_LEVEL(3, level, x, y, z))
SPN_TEXTURE(tex1DLayeredLod, (float x, int layer, float level), (x, layer, level),
            SPN_SAMPLE_LEVEL(1, level, x, 0, 0, layer))
SPN_TEXTURE(tex2DLayeredLod, (float x, float y, int layer, float level), (x, y, layer, level),
            SPN_SAMPLE_LEVEL(2, level, x, y, 0, layer))

SPN_TEXTURE(tex1DGrad, (float x, float dx, float dy), (x, dx, dy),
            SPN_SAMPLE_LEVEL(1, SPN_GRADIENT(1, &dx, &dy), x))
SPN_TEXTURE(tex2DGrad, (float x, float y, float2 dx, float2 dy), (x, y, dx, dy),
            SPN_SAMPLE_LEVEL(2, SPN_GRADIENT(2, &dx.x, &dy.x), x, y))
SPN_TEXTURE(tex3DGrad, (float x, float y, float z, float4 dx, float4 dy), (x, y, z, dx, dy),
            SPN_SAMPLE_LEVEL(3, SPN_GRADIENT(3, &dx.x, &dy.x), x, y, z))
SPN_TEXTURE(tex1DLayeredGrad, (float x, int layer, float dx, float dy), (x, layer, dx, dy),
            SPN_SAMPLE_LEVEL(1, SPN_GRADIENT(1, &dx, &dy), x, 0, 0, layer))
SPN_TEXTURE(tex2DLayeredGrad, (float x, float y, int layer, float2 dx, float2 dy),
            (x, y, layer, dx, dy),
            SPN_SAMPLE_LEVEL(2, SPN_GRADIENT(2, &dx.x, &dy.x), x, y, 0, layer))

SPN_TEXTURE(texCubemap, (float x, float y, float z), (x, y, z),
            ::spn::detail::sample<T, 2>(::spn::detail::textureOf(object),
                                        ::spn::detail::onCube(x, y, z, 0)))
SPN_TEXTURE(texCubemapLayered, (float x, float y, float z, int layer), (x, y, z, layer),
            ::spn::detail::sample<T, 2>(::spn::detail::textureOf(object),
                                        ::spn::detail::onCube(x, y, z, layer)))
SPN_TEXTURE(texCubemapLod, (float x, float y, float z, float level), (x, y, z, level),
            ::spn::detail::sampleLevel<T, 2>(::spn::detail::textureOf(object),
                                             ::spn::detail::onCube(x, y, z, 0), level))
SPN_TEXTURE(texCubemapLayeredLod, (float x, float y, float z, int layer, float level),
            (x, y, z, layer, level),
            ::spn::detail::sampleLevel<T, 2>(::spn::detail::textureOf(object),
                                             ::spn::detail::onCube(x, y, z, layer), level))

#undef SPN_TEXTURE
#undef SPN_SAMPLE
#undef SPN_SAMPLE_LEVEL
#undef SPN_GRADIENT
#undef SPN_UNWRAP

template <class T>
SPN_HD inline T tex2Dgather(spnTextureObject_t object, float x, float y, int channel = 0) {
  return ::spn::detail::gather<T>(::spn::detail::textureOf(object), ::spn::detail::at(x, y),
                                  channel);
}
template <class T>
SPN_HD inline void tex2Dgather(T *value, spnTextureObject_t object, float x, float y,
                               int channel = 0) {
  *value = tex2Dgather<T>(object, x, y, channel);
}

#include "sampan/surface.h"

#include "sampan/texture_reference.h"

#endif
