// SPDX-License-Identifier: Apache-2.0
// What texture and surface handles point to on the host. The runtime fills these values when an
// object is created or a reference is bound, and the fetch functions of the kernel language read
// them; nothing else passes between the two. This header needs no other header of the shim.
//
//   spnTextureObject_t  ==  reinterpret_cast<unsigned long long>(spn::detail::TextureObject *)
//   spnSurfaceObject_t  ==  reinterpret_cast<unsigned long long>(spn::detail::SurfaceObject *)
#pragma once

#include <cstddef>
#include <cstdint>

namespace spn {
namespace detail {

/// Values equal cudaChannelFormatKind's.
enum class ChannelKind : std::uint8_t { Signed = 0, Unsigned = 1, Float = 2, None = 3 };

/// Values equal cudaTextureAddressMode's.
enum class AddressMode : std::uint8_t { Wrap = 0, Clamp = 1, Mirror = 2, Border = 3 };

/// Values equal cudaTextureFilterMode's.
enum class FilterMode : std::uint8_t { Point = 0, Linear = 1 };

/// Memory with a shape: an array, one level of a mipmapped array, pitched or linear memory.
/// Layers of layered arrays and faces of cubemaps lie one after the other as slices do:
/// `depth` is then the number of layers, or 6 * number of cubes.
struct ImageView {
  void *data = nullptr;
  std::size_t rowPitch = 0;   ///< bytes from one row to the next
  std::size_t slicePitch = 0; ///< bytes from one slice, layer or face to the next
  std::uint32_t width = 0;    ///< in texels
  std::uint32_t height = 0;   ///< in texels; 0 counts as 1 (a one-dimensional image)
  std::uint32_t depth = 0;    ///< slices, layers or faces; 0 counts as 1
  std::uint8_t texelBytes = 0;
  std::uint8_t channels = 0;    ///< 1, 2 or 4
  std::uint8_t channelBits = 0; ///< 8, 16 or 32, the same for all channels
  ChannelKind kind = ChannelKind::None;
  bool normalized =
      false; ///< integers that always read as [0,1] or [-1,1] (unorm and snorm formats)
};

/// How coordinates become texels and texels become values.
struct Sampler {
  AddressMode address[3] = {AddressMode::Clamp, AddressMode::Clamp, AddressMode::Clamp};
  FilterMode filter = FilterMode::Point;
  FilterMode mipFilter = FilterMode::Point;
  bool normalizedCoordinates = false;
  bool normalizedFloat = false; ///< read mode: 8 and 16 bit integers become [0,1] or [-1,1]
  bool sRgb = false;
  float border[4] = {0, 0, 0, 0};
  float mipBias = 0, minMipLevel = 0, maxMipLevel = 0;
};

enum : unsigned { maxMipLevels = 17 };

struct TextureObject {
  ImageView levels[maxMipLevels]; ///< levels[0] is the image; others only of mipmapped arrays
  std::uint32_t levelCount = 1;
  Sampler sampler;
};

struct SurfaceObject {
  ImageView image;
};

} // namespace detail
} // namespace spn
