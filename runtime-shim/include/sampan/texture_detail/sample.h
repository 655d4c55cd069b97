// SPDX-License-Identifier: Apache-2.0
// Sampling: from coordinates to texels. Follows the formulas of CUDA's programming guide; linear
// filtering uses weights with 8 fractional bits, as the hardware does.
#pragma once

#include "sampan/texture_detail/texel.h"

namespace spn {
namespace detail {

/// Where a fetch goes. Dimensions beyond `D` of the functions below are fixed: `layer` is the
/// slice.
struct Coordinates {
  float c[3];
  int layer;
};

SPN_HD inline int extentOf(const ImageView &image, int dimension) {
  const std::uint32_t extent = dimension == 0   ? image.width
                               : dimension == 1 ? image.height
                                                : image.depth;
  return extent ? int(extent) : 1;
}

SPN_HD inline const unsigned char *texelAt(const ImageView &image, int x, int y, int z) {
  return static_cast<const unsigned char *>(image.data) + std::size_t(z) * image.slicePitch +
         std::size_t(y) * image.rowPitch + std::size_t(x) * image.texelBytes;
}

/// The coordinate in texels. Wrapping and mirroring exist for normalised coordinates only, and act
/// on them before they are scaled. The result fits an int, also for NaN and infinities.
SPN_HD inline float texelCoordinate(float x, int extent, AddressMode mode, bool normalized) {
  if (normalized) {
    if (mode == AddressMode::Wrap || mode == AddressMode::Mirror) {
      const float whole = SPN_TEXTURE_MATH(floor)(x);
      x -= whole;
      if (mode == AddressMode::Mirror && SPN_TEXTURE_MATH(fmod)(whole, 2.0f) != 0.0f)
        x = 1.0f - x;
    }
    x *= float(extent);
  }
  const float limit = 1e9f;
  return x > -limit ? (x < limit ? x : limit) : -limit;
}

/// A texel index inside the image, or -1 for the border colour.
SPN_HD inline int texelIndex(int i, int extent, AddressMode mode, bool normalized) {
  if (i >= 0 && i < extent)
    return i;
  if (mode == AddressMode::Border)
    return -1;
  if (mode == AddressMode::Wrap && normalized)
    return (i % extent + extent) % extent;
  return i < 0 ? 0 : extent - 1;
}

/// The two texels of one dimension that a linear fetch blends; weight belongs to the second.
struct Axis {
  int index[2];
  float weight;
};

SPN_HD inline Axis axisOf(bool linear, float x, int extent, AddressMode mode, bool normalized) {
  float u = texelCoordinate(x, extent, mode, normalized);
  if (!linear) {
    const int i = texelIndex(int(SPN_TEXTURE_MATH(floor)(u)), extent, mode, normalized);
    return Axis{{i, i}, 0.0f};
  }
  u -= 0.5f;
  float whole = SPN_TEXTURE_MATH(floor)(u);
  float weight = SPN_TEXTURE_MATH(floor)((u - whole) * 256.0f + 0.5f) * (1.0f / 256.0f);
  if (weight >= 1.0f) {
    whole += 1.0f;
    weight = 0.0f;
  }
  return Axis{{texelIndex(int(whole), extent, mode, normalized),
               texelIndex(int(whole) + 1, extent, mode, normalized)},
              weight};
}

/// Blends the 2^D texels around the coordinates. Texels of weight zero are not read.
template <int D>
SPN_HD inline void blend(const ImageView &image, const Sampler &sampler, const Axis (&axes)[3],
                         int layer, float (&sum)[4]) {
  for (float &channel : sum)
    channel = 0.0f;
  for (int corner = 0; corner < (1 << D); ++corner) {
    float weight = 1.0f;
    int index[3] = {0, 0, layer};
    bool outside = false;
    for (int d = 0; d < D; ++d) {
      const int second = (corner >> d) & 1;
      weight *= second ? axes[d].weight : 1.0f - axes[d].weight;
      index[d] = axes[d].index[second];
      outside = outside || index[d] < 0;
    }
    if (weight == 0.0f)
      continue;
    float texel[4] = {sampler.border[0], sampler.border[1], sampler.border[2], sampler.border[3]};
    if (!outside)
      loadFloats(texelAt(image, index[0], index[1], index[2]), image, sampler, texel);
    for (int c = 0; c < 4; ++c)
      sum[c] += weight * texel[c];
  }
}

SPN_HD inline int clampedLayer(const ImageView &image, int layer) {
  const int layers = extentOf(image, 2);
  return layer < 0 ? 0 : layer < layers ? layer : layers - 1;
}

/// A fetch of a T from one image.
template <class T, int D>
SPN_HD inline T sampleImage(const ImageView &image, const Sampler &sampler,
                            const Coordinates &where) {
  const bool linear = sampler.filter == FilterMode::Linear && givesFloat(image, sampler);
  const int layer = D < 3 ? clampedLayer(image, where.layer) : 0;
  Axis axes[3] = {};
  for (int d = 0; d < D; ++d)
    axes[d] = axisOf(linear, where.c[d], extentOf(image, d), sampler.address[d],
                     sampler.normalizedCoordinates);
  if (linear) {
    float sum[4];
    blend<D>(image, sampler, axes, layer, sum);
    return valueOf<T>(registersOf(sum));
  }
  if (axes[0].index[0] < 0 || (D > 1 && axes[1].index[0] < 0) || (D > 2 && axes[2].index[0] < 0))
    return valueOf<T>(borderTexel(image, sampler));
  const unsigned char *texel =
      texelAt(image, axes[0].index[0], axes[1].index[0], D > 2 ? axes[2].index[0] : layer);
  return holdsExactly<T>(image, sampler) ? loadBytes<T>(texel)
                                         : valueOf<T>(loadTexel(texel, image, sampler));
}

/// A fetch without a level of detail reads level 0.
template <class T, int D>
SPN_HD inline T sample(const TextureObject &texture, const Coordinates &where) {
  return sampleImage<T, D>(texture.levels[0], texture.sampler, where);
}

template <class T> SPN_HD inline T mix(T a, T, float, std::false_type /*is not float*/) {
  return a;
}
template <class T> SPN_HD inline T mix(const T &a, const T &b, float weight, std::true_type) {
  float p[TexelType<T>::count], q[TexelType<T>::count];
  __builtin_memcpy(p, &a, sizeof a);
  __builtin_memcpy(q, &b, sizeof b);
  for (int c = 0; c < TexelType<T>::count; ++c)
    p[c] = (1.0f - weight) * p[c] + weight * q[c];
  T result;
  __builtin_memcpy(&result, p, sizeof result);
  return result;
}

/// A fetch from the level of a mipmap, or from the blend of two.
template <class T, int D>
SPN_HD inline T sampleLevel(const TextureObject &texture, const Coordinates &where, float level) {
  const Sampler &sampler = texture.sampler;
  const float last = float(texture.levelCount - 1);
  const float highest = sampler.maxMipLevel < last ? sampler.maxMipLevel : last;
  level += sampler.mipBias;
  level = level > sampler.minMipLevel ? level : sampler.minMipLevel;
  level = level < highest ? level : highest;
  if (!(level > 0.0f))
    return sample<T, D>(texture, where);
  if (sampler.mipFilter == FilterMode::Point)
    return sampleImage<T, D>(texture.levels[int(level + 0.5f)], sampler, where);
  const int lower = int(level);
  const float weight =
      SPN_TEXTURE_MATH(floor)((level - float(lower)) * 256.0f + 0.5f) * (1.0f / 256.0f);
  const T first = sampleImage<T, D>(texture.levels[lower], sampler, where);
  if (weight == 0.0f)
    return first;
  const T second = sampleImage<T, D>(texture.levels[lower + 1], sampler, where);
  return mix(first, second, weight, std::is_floating_point<typename TexelType<T>::Element>());
}

/// The level of detail at which the longer of two steps spans one texel.
template <int D>
SPN_HD inline float levelOfGradient(const TextureObject &texture, const float *dx,
                                    const float *dy) {
  float squareX = 0.0f, squareY = 0.0f;
  for (int d = 0; d < D; ++d) {
    const float scale =
        texture.sampler.normalizedCoordinates ? float(extentOf(texture.levels[0], d)) : 1.0f;
    squareX += dx[d] * scale * dx[d] * scale;
    squareY += dy[d] * scale * dy[d] * scale;
  }
  const float longest = squareX > squareY ? squareX : squareY;
  return longest > 0.0f ? 0.5f * SPN_TEXTURE_MATH(log2)(longest) : 0.0f;
}

/// One channel of the four texels that a linear fetch would blend, counter-clockwise from the lower
/// left one.
template <class T>
SPN_HD inline T gather(const TextureObject &texture, const Coordinates &where, int channel) {
  static_assert(TexelType<T>::count == 4, "a gather returns one channel of four texels");
  const ImageView &image = texture.levels[0];
  const Sampler &sampler = texture.sampler;
  Axis axes[2];
  for (int d = 0; d < 2; ++d)
    axes[d] = axisOf(true, where.c[d], extentOf(image, d), sampler.address[d],
                     sampler.normalizedCoordinates);
  const int corners[4][2] = {{0, 1}, {1, 1}, {1, 0}, {0, 0}};
  Registers result;
  for (int k = 0; k < 4; ++k) {
    const int x = axes[0].index[corners[k][0]], y = axes[1].index[corners[k][1]];
    const Registers texel =
        x < 0 || y < 0
            ? borderTexel(image, sampler)
            : loadTexel(texelAt(image, x, y, clampedLayer(image, where.layer)), image, sampler);
    result.r[k] = texel.r[channel & 3];
  }
  return valueOf<T>(result);
}

/// A fetch by texel index from linear memory: zero outside.
template <class T> SPN_HD inline T fetch(const TextureObject &texture, int x) {
  const ImageView &image = texture.levels[0];
  if (x < 0 || std::uint32_t(x) >= image.width)
    return valueOf<T>(Registers{{0, 0, 0, 0}});
  const unsigned char *texel = texelAt(image, x, 0, 0);
  return holdsExactly<T>(image, texture.sampler)
             ? loadBytes<T>(texel)
             : valueOf<T>(loadTexel(texel, image, texture.sampler));
}

/// The face of a cube map that a direction hits, and where, in normalised coordinates.
SPN_HD inline Coordinates onCube(float x, float y, float z, int cube) {
  const float ax = SPN_TEXTURE_MATH(fabs)(x), ay = SPN_TEXTURE_MATH(fabs)(y),
              az = SPN_TEXTURE_MATH(fabs)(z);
  int face;
  float major, s, t;
  if (ax >= ay && ax >= az) {
    face = x < 0 ? 1 : 0;
    major = ax;
    s = x < 0 ? z : -z;
    t = -y;
  } else if (ay >= az) {
    face = y < 0 ? 3 : 2;
    major = ay;
    s = x;
    t = y < 0 ? -z : z;
  } else {
    face = z < 0 ? 5 : 4;
    major = az;
    s = z < 0 ? -x : x;
    t = -y;
  }
  return Coordinates{{(s / major + 1.0f) * 0.5f, (t / major + 1.0f) * 0.5f, 0.0f}, cube * 6 + face};
}

} // namespace detail
} // namespace spn
