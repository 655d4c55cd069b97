// SPDX-License-Identifier: Apache-2.0
// Arrays: shaped memory behind textures and surfaces.
#pragma once

#include "sampan/runtime_api.h"
#include "sampan/texture_detail/object.h"
#include "work.h"

#include <memory>
#include <vector>

struct spnArray {
  spnChannelFormatDesc format = {};
  spnExtent extent = {}; ///< as the program gave it; 0 where a dimension is missing
  unsigned flags = 0;
  int device = 0;
  spn::detail::ImageView image;
  std::shared_ptr<void> memory;
  bool level = false; ///< of a mipmapped array, which frees it
};

struct spnMipmappedArray {
  std::vector<std::shared_ptr<spnArray>> levels;
};

namespace spn::rt {

std::size_t texelBytes(spnArray_const_t array);
/// The part of an array that a copy touches; `position` and `extent` in texels.
/// spnErrorInvalidValue when it doesn't lie in the array.
spnError_t arrayRegion(spnArray_const_t array, const spnPos &position, const spnExtent &extent,
                       Region &region);

} // namespace spn::rt
