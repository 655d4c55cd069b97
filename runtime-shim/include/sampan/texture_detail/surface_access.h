// SPDX-License-Identifier: Apache-2.0
// Surface accesses: plain loads and stores of texels with a check of the bounds. The x coordinate
// is in bytes.
#pragma once

#include "sampan/api/array.h"
#include "sampan/texture_detail/sample.h"

#if defined(__NPU_ARCH__)
#define SPN_SURFACE_TRAP() __trap()
#elif defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#define SPN_SURFACE_TRAP() (void)0 // the host's side of a function that only kernels call
#else
#include "sampan/detail/execution.h"
#define SPN_SURFACE_TRAP() ::spn::detail::trapThread()
#endif

namespace spn {
namespace detail {

SPN_HD inline const ImageView &surfaceImage(spnSurfaceObject_t object) {
  return reinterpret_cast<const SurfaceObject *>(object)->image;
}

/// Where the access goes, or null where it must not happen.
SPN_HD inline unsigned char *surfaceAddress(const ImageView &image, int x, int y, int z, int bytes,
                                            spnSurfaceBoundaryMode mode) {
  int at[3] = {x, y, z};
  const int last[3] = {extentOf(image, 0) * image.texelBytes - bytes, extentOf(image, 1) - 1,
                       extentOf(image, 2) - 1};
  for (int d = 0; d < 3; ++d) {
    if (at[d] >= 0 && at[d] <= last[d])
      continue;
    if (mode == spnBoundaryModeTrap)
      SPN_SURFACE_TRAP();
    if (mode == spnBoundaryModeZero || last[d] < 0)
      return nullptr;
    at[d] = at[d] < 0 ? 0 : last[d];
  }
  return static_cast<unsigned char *>(image.data) + std::size_t(at[2]) * image.slicePitch +
         std::size_t(at[1]) * image.rowPitch + std::size_t(at[0]);
}

template <class T>
SPN_HD inline T surfaceLoad(spnSurfaceObject_t object, int x, int y, int z,
                            spnSurfaceBoundaryMode mode) {
  T value = {};
  const unsigned char *address =
      surfaceAddress(surfaceImage(object), x, y, z, int(sizeof(T)), mode);
  if (address)
    __builtin_memcpy(&value, address, sizeof value);
  return value;
}

template <class T>
SPN_HD inline void surfaceStore(const T &value, spnSurfaceObject_t object, int x, int y, int z,
                                spnSurfaceBoundaryMode mode) {
  unsigned char *address = surfaceAddress(surfaceImage(object), x, y, z, int(sizeof(T)), mode);
  if (address)
    __builtin_memcpy(address, &value, sizeof value);
}

} // namespace detail
} // namespace spn
