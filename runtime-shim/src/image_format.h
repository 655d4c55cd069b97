// SPDX-License-Identifier: Apache-2.0
// Channel formats of the API as the texel formats that fetch functions read.
#pragma once

#include "sampan/api/array.h"
#include "sampan/texture_detail/object.h"

namespace spn::rt {

/// Sets texelBytes, channels, channelBits, kind and normalized. False, and nothing set, if texels
/// of this format cannot be read: channels of different widths, compressed blocks, planar video.
bool setFormat(detail::ImageView &image, const spnChannelFormatDesc &format);

/// The same for the format of a resource view. spnResViewFormatNone changes nothing.
bool setFormat(detail::ImageView &image, spnResourceViewFormat format);

} // namespace spn::rt
