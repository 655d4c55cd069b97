// SPDX-License-Identifier: Apache-2.0
// See image_format.h.
#include "image_format.h"

namespace spn::rt {

using detail::ChannelKind;
using detail::ImageView;

namespace {

bool set(ImageView &image, int channels, int bits, ChannelKind kind, bool normalized) {
  const bool isFloat = kind == ChannelKind::Float;
  if ((channels != 1 && channels != 2 && channels != 4) ||
      (bits != 8 && bits != 16 && bits != 32) || (isFloat && bits == 8))
    return false;
  image.channels = std::uint8_t(channels);
  image.channelBits = std::uint8_t(bits);
  image.texelBytes = std::uint8_t(channels * bits / 8);
  image.kind = kind;
  image.normalized = normalized;
  return true;
}

} // namespace

bool setFormat(ImageView &image, const spnChannelFormatDesc &format) {
  const int kind = int(format.f);
  // Four groups of three formats with 1, 2 and 4 channels: unsigned 8 and 16, signed 8 and 16 bits.
  const int first = spnChannelFormatKindUnsignedNormalized8X1;
  if (kind >= first && kind <= spnChannelFormatKindSignedNormalized16X4) {
    const int group = (kind - first) / 3;
    return set(image, 1 << (kind - first) % 3, group % 2 ? 16 : 8,
               group < 2 ? ChannelKind::Unsigned : ChannelKind::Signed, true);
  }
  if (kind > spnChannelFormatKindFloat)
    return false;
  const int bits[4] = {format.x, format.y, format.z, format.w};
  int channels = 0;
  while (channels < 4 && bits[channels] != 0)
    ++channels;
  for (int c = 1; c < 4; ++c)
    if (bits[c] != (c < channels ? bits[0] : 0))
      return false;
  return set(image, channels, bits[0], ChannelKind(kind), false);
}

bool setFormat(ImageView &image, spnResourceViewFormat format) {
  struct Group {
    int bits;
    ChannelKind kind;
  };
  static const Group groups[] = {
      {8, ChannelKind::Unsigned}, {8, ChannelKind::Signed},    {16, ChannelKind::Unsigned},
      {16, ChannelKind::Signed},  {32, ChannelKind::Unsigned}, {32, ChannelKind::Signed},
      {16, ChannelKind::Float},   {32, ChannelKind::Float},
  };
  if (format == spnResViewFormatNone)
    return true;
  if (format < 0 || format > spnResViewFormatFloat4)
    return false;
  const Group &group = groups[(format - 1) / 3];
  const unsigned before = image.texelBytes;
  ImageView changed = image;
  if (!set(changed, 1 << (format - 1) % 3, group.bits, group.kind, false) ||
      changed.texelBytes != before)
    return false;
  image = changed;
  return true;
}

} // namespace spn::rt
