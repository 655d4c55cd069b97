// SPDX-License-Identifier: Apache-2.0
// Texture fetches and surface accesses against a plain model of the programming guide's formulas,
// in double arithmetic. Coordinates are chosen so that every intermediate value is exact; then
// point fetches agree bit by bit and filtered ones to the last places of a float. The objects are
// made by hand here: no runtime takes part.
#include "sampan/texture.h"
#include "sampan/vector_functions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using spn::detail::AddressMode;
using spn::detail::ChannelKind;
using spn::detail::FilterMode;
using spn::detail::ImageView;
using spn::detail::SurfaceObject;
using spn::detail::TextureObject;

const AddressMode allModes[] = {AddressMode::Wrap, AddressMode::Clamp, AddressMode::Mirror,
                                AddressMode::Border};

/// Memory with padding after each row and slice, and the texture that reads it.
template <class Element> struct Image {
  Image(int width, int height, int depth, int channels, ChannelKind kind)
      : extents{width, height, depth}, channelCount(channels) {
    view.texelBytes = std::uint8_t(channels * sizeof(Element));
    rowElements = std::size_t(width * channels + 3);
    sliceElements = rowElements * std::size_t(height + 1);
    memory.resize(sliceElements * std::size_t(depth));
    view.data = memory.data();
    view.rowPitch = rowElements * sizeof(Element);
    view.slicePitch = sliceElements * sizeof(Element);
    view.width = std::uint32_t(width);
    view.height = std::uint32_t(height);
    view.depth = std::uint32_t(depth);
    view.channels = std::uint8_t(channels);
    view.channelBits = sizeof(Element) * 8;
    view.kind = kind;
  }
  Element &at(int x, int y = 0, int z = 0, int c = 0) {
    return memory[std::size_t(z) * sliceElements + std::size_t(y) * rowElements +
                  std::size_t(x * channelCount + c)];
  }
  template <class F> void fill(F &&value) {
    for (int z = 0; z < extents[2]; ++z)
      for (int y = 0; y < extents[1]; ++y)
        for (int x = 0; x < extents[0]; ++x)
          for (int c = 0; c < channelCount; ++c)
            at(x, y, z, c) = Element(value(x, y, z, c));
  }
  TextureObject texture(AddressMode mode, FilterMode filter, bool normalized) const {
    TextureObject object;
    object.levels[0] = view;
    for (AddressMode &address : object.sampler.address)
      address = mode;
    object.sampler.filter = filter;
    object.sampler.normalizedCoordinates = normalized;
    return object;
  }

  int extents[3], channelCount;
  std::size_t rowElements, sliceElements;
  std::vector<Element> memory;
  ImageView view;
};

spnTextureObject_t handle(const TextureObject &object) {
  return reinterpret_cast<spnTextureObject_t>(&object);
}

// The model: one dimension at a time, from coordinate to (index or -1) with weights.
struct Tap {
  int index;
  double weight;
};

std::vector<Tap> taps(double x, int n, AddressMode mode, bool linear, bool normalized) {
  if (!normalized && (mode == AddressMode::Wrap || mode == AddressMode::Mirror))
    mode = AddressMode::Clamp;
  if (normalized && mode == AddressMode::Wrap)
    x -= std::floor(x);
  if (normalized && mode == AddressMode::Mirror) {
    const double whole = std::floor(x);
    x = std::fmod(std::fabs(whole), 2) == 0 ? x - whole : 1 - (x - whole);
  }
  if (normalized)
    x *= n;
  const auto inside = [&](int i) {
    if (mode == AddressMode::Wrap)
      return (i + n) % n;
    if (mode == AddressMode::Border)
      return i < 0 || i >= n ? -1 : i;
    return std::min(std::max(i, 0), n - 1);
  };
  if (!linear)
    return {{inside(int(std::floor(x))), 1.0}};
  const double shifted = std::floor((x - 0.5) * 256 + 0.5) / 256; // 8 fractional bits
  const int i = int(std::floor(shifted));
  return {{inside(i), 1 - (shifted - i)}, {inside(i + 1), shifted - i}};
}

template <class Texel>
double model(int dimensions, const double (&x)[3], const int (&n)[3], AddressMode mode, bool linear,
             bool normalized, double border, Texel &&texel) {
  std::vector<Tap> axis[3];
  for (int d = 0; d < 3; ++d)
    axis[d] =
        d < dimensions ? taps(x[d], n[d], mode, linear, normalized) : std::vector<Tap>{{0, 1.0}};
  double sum = 0;
  for (const Tap &a : axis[0])
    for (const Tap &b : axis[1])
      for (const Tap &c : axis[2]) {
        const bool outside = a.index < 0 || b.index < 0 || c.index < 0;
        sum +=
            a.weight * b.weight * c.weight * (outside ? border : texel(a.index, b.index, c.index));
      }
  return sum;
}

double pattern(int x, int y, int z, int c) { return (x * 7 + y * 31 + z * 17 + c * 5) % 97 / 4.0; }

/// Fetches one-channel float images of every dimension in every mode.
TEST(Texture, AgreesWithTheModel) {
  const int n[3] = {5, 4, 3};
  for (int dimensions = 1; dimensions <= 3; ++dimensions) {
    Image<float> image(n[0], dimensions > 1 ? n[1] : 1, dimensions > 2 ? n[2] : 1, 1,
                       ChannelKind::Float);
    image.fill(pattern);
    for (AddressMode mode : allModes)
      for (bool linear : {false, true})
        for (bool normalized : {false, true}) {
          TextureObject object =
              image.texture(mode, linear ? FilterMode::Linear : FilterMode::Point, normalized);
          object.sampler.border[0] = 100;
          // Steps of 1/64 in texels or of 1/256 of the image; some lie on texel boundaries.
          for (int step = -700; step <= 900; step += 3) {
            const double u = step / (normalized ? 256.0 : 64.0);
            const double x[3] = {u, u / 2 + 0.25, 0.75 - u / 4};
            const double wanted = model(dimensions, x, n, mode, linear, normalized, 100,
                                        [&](int i, int j, int k) { return image.at(i, j, k); });
            const float fx = float(x[0]), fy = float(x[1]), fz = float(x[2]);
            const float got = dimensions == 1   ? tex1D<float>(handle(object), fx)
                              : dimensions == 2 ? tex2D<float>(handle(object), fx, fy)
                                                : tex3D<float>(handle(object), fx, fy, fz);
            ASSERT_NEAR(got, wanted, linear ? 1e-4 : 0)
                << dimensions << "D mode " << int(mode) << " linear " << linear << " normalized "
                << normalized << " at " << x[0] << ' ' << x[1] << ' ' << x[2];
          }
        }
  }
}

TEST(Texture, StrangeCoordinatesStayInside) {
  Image<float> image(5, 4, 1, 1, ChannelKind::Float);
  image.fill([](int, int, int, int) { return 2; });
  for (AddressMode mode : allModes)
    for (FilterMode filter : {FilterMode::Point, FilterMode::Linear})
      for (bool normalized : {false, true}) {
        TextureObject object = image.texture(mode, filter, normalized);
        object.sampler.border[0] = 2;
        for (float x : {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, -1e-30f, 2147483648.0f})
          EXPECT_EQ(tex2D<float>(handle(object), x, -x), 2.0f) << x;
      }
}

TEST(Texture, WeightsHaveEightFractionalBits) {
  Image<float> image(2, 1, 1, 1, ChannelKind::Float);
  image.at(1) = 256;
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Linear, false);
  EXPECT_EQ(tex1D<float>(handle(object), 0.5f + 1.0f / 1024), 0.0f);
  EXPECT_EQ(tex1D<float>(handle(object), 0.5f + 1.0f / 512), 1.0f);
  EXPECT_EQ(tex1D<float>(handle(object), 0.5f + 10.4f / 256), 10.0f);
  EXPECT_EQ(tex1D<float>(handle(object), 1.4999f), 256.0f);
}

template <class Element, class T> void expectElements(ChannelKind kind, int channels) {
  Image<Element> image(6, 3, 1, channels, kind);
  image.fill([](int x, int y, int, int c) { return 250 - x * 100 - y * 30 + c; });
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Point, false);
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 6; ++x) {
      const T got = tex2D<T>(handle(object), x + 0.5f, y + 0.5f);
      Element elements[4];
      static_assert(sizeof got <= sizeof elements, "");
      __builtin_memcpy(elements, &got, sizeof got);
      for (int c = 0; c < channels; ++c)
        EXPECT_EQ(elements[c], image.at(x, y, 0, c));
    }
}

TEST(Texture, ElementTypes) {
  expectElements<signed char, char>(ChannelKind::Signed, 1);
  expectElements<unsigned char, uchar4>(ChannelKind::Unsigned, 4);
  expectElements<short, short2>(ChannelKind::Signed, 2);
  expectElements<unsigned short, unsigned short>(ChannelKind::Unsigned, 1);
  expectElements<int, int4>(ChannelKind::Signed, 4);
  expectElements<unsigned, unsigned>(ChannelKind::Unsigned, 1);
  expectElements<float, float2>(ChannelKind::Float, 2);
}

TEST(Texture, HalfChannelsReadAsFloat) {
  Image<unsigned short> image(4, 1, 1, 2, ChannelKind::Float);
  const unsigned short bits[] = {0x3c00, 0xc000, 0x0001, 0x7bff};
  image.fill([&](int x, int, int, int c) { return bits[(x + c) % 4]; });
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Linear, false);
  EXPECT_EQ(tex1D<float2>(handle(object), 0.5f).x, 1.0f);
  EXPECT_EQ(tex1D<float2>(handle(object), 0.5f).y, -2.0f);
  EXPECT_EQ(tex1D<float2>(handle(object), 2.5f).x, std::ldexp(1.0f, -24));
  EXPECT_EQ(tex1D<float2>(handle(object), 1.0f).x, -0.5f);
}

TEST(Texture, NormalizedReads) {
  Image<unsigned char> image8(256, 1, 1, 1, ChannelKind::Unsigned);
  Image<signed char> signed8(256, 1, 1, 1, ChannelKind::Signed);
  image8.fill([](int x, int, int, int) { return x; });
  signed8.fill([](int x, int, int, int) { return x - 128; });
  TextureObject a = image8.texture(AddressMode::Clamp, FilterMode::Point, false);
  TextureObject b = signed8.texture(AddressMode::Clamp, FilterMode::Point, false);
  a.sampler.normalizedFloat = b.sampler.normalizedFloat = true;
  for (int i = 0; i < 256; ++i) {
    EXPECT_FLOAT_EQ(tex1D<float>(handle(a), i + 0.5f), i / 255.0f);
    EXPECT_FLOAT_EQ(tex1Dfetch<float>(handle(b), i), std::max(-1.0f, (i - 128) / 127.0f));
  }
  a.sampler.filter = FilterMode::Linear;
  EXPECT_FLOAT_EQ(tex1D<float>(handle(a), 100.0f), 99.5f / 255);
  a.sampler.filter = FilterMode::Point;
  a.sampler.sRgb = true;
  EXPECT_NEAR(tex1D<float>(handle(a), 188.5f), 0.5029, 1e-3);
  EXPECT_FLOAT_EQ(tex1D<float>(handle(a), 255.5f), 1.0f);
  Image<unsigned short> image16(4, 1, 1, 4, ChannelKind::Unsigned);
  image16.fill([](int, int, int, int c) { return c * 21845; });
  TextureObject c = image16.texture(AddressMode::Clamp, FilterMode::Linear, true);
  c.sampler.normalizedFloat = true;
  EXPECT_FLOAT_EQ(tex1D<float4>(handle(c), 0.3f).z, 2.0f / 3);
}

TEST(Texture, FetchOutsideLinearMemoryIsZero) {
  Image<float> image(10, 1, 1, 1, ChannelKind::Float);
  image.fill([](int x, int, int, int) { return x + 1; });
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Point, false);
  EXPECT_EQ(tex1Dfetch<float>(handle(object), -1), 0.0f);
  EXPECT_EQ(tex1Dfetch<float>(handle(object), 10), 0.0f);
  EXPECT_EQ(tex1Dfetch<float>(handle(object), 9), 10.0f);
}

TEST(Texture, LayersAreNotFiltered) {
  Image<float> image(4, 4, 3, 1, ChannelKind::Float);
  image.fill([](int x, int, int z, int) { return x + 100 * z; });
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Linear, false);
  EXPECT_EQ(tex2DLayered<float>(handle(object), 2.0f, 1.0f, 1), 101.5f);
  EXPECT_EQ(tex2DLayered<float>(handle(object), 2.0f, 1.0f, 7), 201.5f);
  EXPECT_EQ(tex2DLayered<float>(handle(object), 2.0f, 1.0f, -1), 1.5f);
  EXPECT_EQ(tex1DLayered<float>(handle(object), 2.5f, 2), 202.0f);
}

TEST(Texture, GatherOrder) {
  Image<float> image(4, 4, 1, 2, ChannelKind::Float);
  image.fill([](int x, int y, int, int c) { return x + 10 * y + 100 * c; });
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Point, false);
  const float4 got = tex2Dgather<float4>(handle(object), 2.0f, 3.0f, 1);
  EXPECT_EQ(got.x, 131.0f);
  EXPECT_EQ(got.y, 132.0f);
  EXPECT_EQ(got.z, 122.0f);
  EXPECT_EQ(got.w, 121.0f);
}

TEST(Texture, CubeFaces) {
  Image<float> image(2, 2, 12, 1, ChannelKind::Float);
  image.fill([](int x, int y, int z, int) { return 10 * z + 2 * y + x; });
  const TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Point, true);
  // One direction per face, pointing at the quarter with s > 0 and t < 0.
  EXPECT_EQ(texCubemap<float>(handle(object), 1.0f, 0.5f, -0.5f), 1.0f);
  EXPECT_EQ(texCubemap<float>(handle(object), -1.0f, 0.5f, 0.5f), 11.0f);
  EXPECT_EQ(texCubemap<float>(handle(object), 0.5f, 1.0f, -0.5f), 21.0f);
  EXPECT_EQ(texCubemap<float>(handle(object), 0.5f, -1.0f, 0.5f), 31.0f);
  EXPECT_EQ(texCubemap<float>(handle(object), 0.5f, 0.5f, 1.0f), 41.0f);
  EXPECT_EQ(texCubemap<float>(handle(object), -0.5f, 0.5f, -1.0f), 51.0f);
  EXPECT_EQ(texCubemapLayered<float>(handle(object), 1.0f, 0.5f, -0.5f, 1), 61.0f);
}

TEST(Texture, LevelsOfDetail) {
  std::vector<Image<float>> levels;
  for (int level = 0; level < 3; ++level) {
    levels.emplace_back(8 >> level, 8 >> level, 1, 1, ChannelKind::Float);
    levels.back().fill([&](int, int, int, int) { return level * 10; });
  }
  TextureObject object = levels[0].texture(AddressMode::Clamp, FilterMode::Point, true);
  for (int level = 1; level < 3; ++level)
    object.levels[level] = levels[std::size_t(level)].view;
  object.levelCount = 3;
  object.sampler.maxMipLevel = 100;
  EXPECT_EQ(tex2D<float>(handle(object), 0.5f, 0.5f), 0.0f);
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, 1.4f), 10.0f);
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, 1.5f), 20.0f);
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, 9.0f), 20.0f);
  object.sampler.mipFilter = FilterMode::Linear;
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, 1.25f), 12.5f);
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, -3.0f), 0.0f);
  // A step of two texels in y: level 1.
  EXPECT_EQ(tex2DGrad<float>(handle(object), 0.5f, 0.5f, make_float2(0, 0), make_float2(0, 0.25f)),
            10.0f);
  object.sampler.maxMipLevel = 1;
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, 2.0f), 10.0f);
  object.sampler.mipBias = -0.5f;
  EXPECT_EQ(tex2DLod<float>(handle(object), 0.5f, 0.5f, 1.0f), 5.0f);
}

TEST(Texture, References) {
  texture<unsigned char, spnTextureType2D, spnReadModeNormalizedFloat> reference;
  EXPECT_EQ(reference.channelDesc.x, 8);
  EXPECT_EQ(reference.readMode, spnReadModeNormalizedFloat);
  EXPECT_EQ(reference.addressMode[1], spnAddressModeClamp);
  Image<unsigned char> image(4, 4, 1, 1, ChannelKind::Unsigned);
  image.fill([](int x, int y, int, int) { return x * 51 + y; });
  TextureObject object = image.texture(AddressMode::Clamp, FilterMode::Point, false);
  object.sampler.normalizedFloat = true;
  reference.object = handle(object);
  EXPECT_FLOAT_EQ(tex2D(reference, 2, 0), 0.4f);
  EXPECT_FLOAT_EQ(tex2Dgather(reference, 2, 2).w, 52 / 255.0f);
  texture<int4> elements;
  EXPECT_EQ(elements.channelDesc.w, 32);
  Image<int> integers(3, 1, 1, 4, ChannelKind::Signed);
  integers.fill([](int x, int, int, int c) { return x - 5 * c; });
  const TextureObject other = integers.texture(AddressMode::Clamp, FilterMode::Point, false);
  elements.object = handle(other);
  EXPECT_EQ(tex1Dfetch(elements, 2).w, -13);
  EXPECT_EQ(tex1Dfetch(elements, 3).w, 0);
}

TEST(Surface, ReadsAndWritesWithBounds) {
  Image<float> image(4, 3, 2, 1, ChannelKind::Float);
  image.fill([](int x, int y, int z, int) { return x + 10 * y + 100 * z; });
  SurfaceObject object;
  object.image = image.view;
  const auto surface = reinterpret_cast<spnSurfaceObject_t>(&object);
  EXPECT_EQ(surf3Dread<float>(surface, 2 * 4, 1, 1), 112.0f);
  surf2Dwrite(7.0f, surface, 4, 2);
  EXPECT_EQ(image.at(1, 2, 0), 7.0f);
  float value = -1;
  surf2Dread(&value, surface, 16, 0, spnBoundaryModeZero);
  EXPECT_EQ(value, 0.0f);
  surf2Dread(&value, surface, 16, -2, spnBoundaryModeClamp);
  EXPECT_EQ(value, 3.0f);
  surf2Dwrite(9.0f, surface, 0, 3, spnBoundaryModeZero); // dropped
  surf2DLayeredwrite(9.0f, surface, 0, 0, 9, spnBoundaryModeClamp);
  EXPECT_EQ(image.at(0, 0, 1), 9.0f);
  surf1Dwrite(make_float2(1, 2), surface, 8);
  EXPECT_EQ(image.at(3, 0, 0), 2.0f);
  EXPECT_EQ(surf2Dread<float2>(surface, 12, 0, spnBoundaryModeZero).x, 0.0f); // half outside
}

} // namespace
