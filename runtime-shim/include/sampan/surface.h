// SPDX-License-Identifier: Apache-2.0
// Surface functions of the kernel language: reads and writes of the memory behind arrays, by
// coordinate, the first one in bytes. What an access outside does is its last argument; the default
// ends the launch with an error, as in CUDA.
#ifndef SAMPAN_SURFACE_H
#define SAMPAN_SURFACE_H

#include "sampan/texture_detail/surface_access.h"

// SPN_SURFACE(shape, (parameters), x, y, z): surf<shape>read in both of CUDA's forms and
// surf<shape>write.
#define SPN_UNWRAP(...) __VA_ARGS__
#define SPN_SURFACE(shape, parameters, x, y, z)                                                    \
  template <class T>                                                                               \
  SPN_HD inline T surf##shape##read(spnSurfaceObject_t object, SPN_UNWRAP parameters,              \
                                    spnSurfaceBoundaryMode mode = spnBoundaryModeTrap) {           \
    return ::spn::detail::surfaceLoad<T>(object, x, y, z, mode);                                   \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_HD inline void surf##shape##read(T *value, spnSurfaceObject_t object, SPN_UNWRAP parameters, \
                                       spnSurfaceBoundaryMode mode = spnBoundaryModeTrap) {        \
    *value = ::spn::detail::surfaceLoad<T>(object, x, y, z, mode);                                 \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_HD inline void surf##shape##write(T value, spnSurfaceObject_t object, SPN_UNWRAP parameters, \
                                        spnSurfaceBoundaryMode mode = spnBoundaryModeTrap) {       \
    ::spn::detail::surfaceStore(value, object, x, y, z, mode);                                     \
  }

// The same for what has a type: references, and what one was bound to.
#define SPN_SURFACE_OF(type, shape, parameters, x, y, z)                                           \
  template <class T, class U, int D>                                                               \
  SPN_HD inline T surf##shape##read(const type<U, D> &reference, SPN_UNWRAP parameters,            \
                                    spnSurfaceBoundaryMode mode = spnBoundaryModeTrap) {           \
    return ::spn::detail::surfaceLoad<T>(reference.object, x, y, z, mode);                         \
  }                                                                                                \
  template <class T, class U, int D>                                                               \
  SPN_HD inline void surf##shape##read(T *value, const type<U, D> &reference,                      \
                                       SPN_UNWRAP parameters,                                      \
                                       spnSurfaceBoundaryMode mode = spnBoundaryModeTrap) {        \
    *value = ::spn::detail::surfaceLoad<T>(reference.object, x, y, z, mode);                       \
  }                                                                                                \
  template <class T, class U, int D>                                                               \
  SPN_HD inline void surf##shape##write(T value, const type<U, D> &reference,                      \
                                        SPN_UNWRAP parameters,                                     \
                                        spnSurfaceBoundaryMode mode = spnBoundaryModeTrap) {       \
    ::spn::detail::surfaceStore(value, reference.object, x, y, z, mode);                           \
  }

// Legacy references are handles with a type; texture_reference.h defines the template.
template <class T, int Dimension> struct surface;
namespace spn {
template <class T, int Dimension> struct BoundSurface;
}

SPN_SURFACE(1D, (int x), x, 0, 0)
SPN_SURFACE_OF(surface, 1D, (int x), x, 0, 0)
SPN_SURFACE_OF(::spn::BoundSurface, 1D, (int x), x, 0, 0)
SPN_SURFACE(2D, (int x, int y), x, y, 0)
SPN_SURFACE_OF(surface, 2D, (int x, int y), x, y, 0)
SPN_SURFACE_OF(::spn::BoundSurface, 2D, (int x, int y), x, y, 0)
SPN_SURFACE(3D, (int x, int y, int z), x, y, z)
SPN_SURFACE_OF(surface, 3D, (int x, int y, int z), x, y, z)
SPN_SURFACE_OF(::spn::BoundSurface, 3D, (int x, int y, int z), x, y, z)
SPN_SURFACE(1DLayered, (int x, int layer), x, 0, layer)
SPN_SURFACE_OF(surface, 1DLayered, (int x, int layer), x, 0, layer)
SPN_SURFACE_OF(::spn::BoundSurface, 1DLayered, (int x, int layer), x, 0, layer)
SPN_SURFACE(2DLayered, (int x, int y, int layer), x, y, layer)
SPN_SURFACE_OF(surface, 2DLayered, (int x, int y, int layer), x, y, layer)
SPN_SURFACE_OF(::spn::BoundSurface, 2DLayered, (int x, int y, int layer), x, y, layer)
SPN_SURFACE(Cubemap, (int x, int y, int face), x, y, face)
SPN_SURFACE_OF(surface, Cubemap, (int x, int y, int face), x, y, face)
SPN_SURFACE_OF(::spn::BoundSurface, Cubemap, (int x, int y, int face), x, y, face)
SPN_SURFACE(CubemapLayered, (int x, int y, int layerFace), x, y, layerFace)
SPN_SURFACE_OF(surface, CubemapLayered, (int x, int y, int layerFace), x, y, layerFace)
SPN_SURFACE_OF(::spn::BoundSurface, CubemapLayered, (int x, int y, int layerFace), x, y, layerFace)

#undef SPN_SURFACE
#undef SPN_SURFACE_OF
#undef SPN_UNWRAP

#endif
