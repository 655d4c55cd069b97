// SPDX-License-Identifier: Apache-2.0
// Textures and surfaces through the runtime: arrays filled by copies, objects and legacy references
// made of them, kernels that read and write, and what descriptions are refused.
#include "sampan/kernel.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace {

const int width = 12, height = 7;

__global__ void readPoints(spnTextureObject_t object, float *out, int w, int h) {
  SPN_KERNEL_BEGIN
  const int x = int(blockIdx.x * blockDim.x + threadIdx.x);
  const int y = int(blockIdx.y * blockDim.y + threadIdx.y);
  if (x < w && y < h)
    out[y * w + x] = tex2D<float>(object, x + 0.5f, y + 0.5f);
  SPN_KERNEL_END
}

__global__ void transpose(spnSurfaceObject_t from, spnSurfaceObject_t to, int w, int h) {
  SPN_KERNEL_BEGIN
  const int x = int(threadIdx.x), y = int(threadIdx.y);
  if (x < w && y < h)
    surf2Dwrite(surf2Dread<float>(from, x * 4, y), to, y * 4, x);
  SPN_KERNEL_END
}

__global__ void writeOutside(spnSurfaceObject_t object) {
  SPN_KERNEL_BEGIN
  surf2Dwrite(1.0f, object, 0, 1000);
  SPN_KERNEL_END
}

texture<float, spnTextureType2D, spnReadModeElementType> image;
texture<uchar4, spnTextureType1D, spnReadModeNormalizedFloat> colours;
surface<void, spnSurfaceType2D> canvas;

__global__ void readReferences(float *out) {
  SPN_KERNEL_BEGIN
  const int i = int(threadIdx.x);
  out[i] = tex2D(image, i + 1.0f, 0.5f) + tex1Dfetch(colours, i).w;
  surf2Dwrite(out[i], canvas, i * 4, 1);
  SPN_KERNEL_END
}

std::vector<float> numbers() {
  std::vector<float> result(width * height);
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = float(i * i % 101);
  return result;
}

spnArray_t arrayOf(const std::vector<float> &values, int w, int h) {
  const spnChannelFormatDesc format = spnCreateChannelDesc<float>();
  spnArray_t array = nullptr;
  EXPECT_EQ(spnMallocArray(&array, &format, std::size_t(w), std::size_t(h)), spnSuccess);
  const std::size_t row = std::size_t(w) * sizeof(float);
  EXPECT_EQ(spnMemcpy2DToArray(array, 0, 0, values.data(), row, row, std::size_t(h),
                               spnMemcpyHostToDevice),
            spnSuccess);
  return array;
}

spnResourceDesc resourceOf(spnArray_t array) {
  spnResourceDesc resource;
  std::memset(&resource, 0, sizeof resource);
  resource.resType = spnResourceTypeArray;
  resource.res.array.array = array;
  return resource;
}

spnTextureDesc clampedPoints() {
  spnTextureDesc description;
  std::memset(&description, 0, sizeof description);
  for (spnTextureAddressMode &mode : description.addressMode)
    mode = spnAddressModeClamp;
  return description;
}

std::vector<float> readThrough(spnTextureObject_t object) {
  float *out = nullptr;
  std::vector<float> result(width * height);
  const std::size_t bytes = result.size() * sizeof(float);
  EXPECT_EQ(spnMalloc(&out, bytes), spnSuccess);
  spnLaunch(readPoints, dim3(2, 2), dim3(8, 4), 0, 0, object, out, width, height);
  EXPECT_EQ(spnGetLastError(), spnSuccess);
  EXPECT_EQ(spnMemcpy(result.data(), out, bytes, spnMemcpyDeviceToHost), spnSuccess);
  EXPECT_EQ(spnFree(out), spnSuccess);
  return result;
}

TEST(TextureApi, ArrayAndPitchedMemory) {
  const std::vector<float> values = numbers();
  spnArray_t array = arrayOf(values, width, height);
  const spnTextureDesc description = clampedPoints();
  spnResourceDesc resource = resourceOf(array);
  spnTextureObject_t object = 0;
  ASSERT_EQ(spnCreateTextureObject(&object, &resource, &description, nullptr), spnSuccess);
  EXPECT_EQ(readThrough(object), values);
  spnResourceDesc stored;
  ASSERT_EQ(spnGetTextureObjectResourceDesc(&stored, object), spnSuccess);
  EXPECT_EQ(stored.res.array.array, array);
  EXPECT_EQ(spnDestroyTextureObject(object), spnSuccess);
  EXPECT_EQ(spnDestroyTextureObject(object), spnErrorInvalidValue);
  EXPECT_EQ(spnGetLastError(), spnErrorInvalidValue);
  EXPECT_EQ(spnFreeArray(array), spnSuccess);

  float *memory = nullptr;
  std::size_t pitch = 0;
  const std::size_t row = width * sizeof(float);
  ASSERT_EQ(spnMallocPitch(&memory, &pitch, row, height), spnSuccess);
  ASSERT_EQ(spnMemcpy2D(memory, pitch, values.data(), row, row, height, spnMemcpyHostToDevice),
            spnSuccess);
  std::memset(&resource, 0, sizeof resource);
  resource.resType = spnResourceTypePitch2D;
  resource.res.pitch2D.devPtr = memory;
  resource.res.pitch2D.desc = spnCreateChannelDesc<float>();
  resource.res.pitch2D.width = width;
  resource.res.pitch2D.height = height;
  resource.res.pitch2D.pitchInBytes = pitch;
  ASSERT_EQ(spnCreateTextureObject(&object, &resource, &description, nullptr), spnSuccess);
  EXPECT_EQ(readThrough(object), values);
  EXPECT_EQ(spnDestroyTextureObject(object), spnSuccess);
  EXPECT_EQ(spnFree(memory), spnSuccess);
}

TEST(TextureApi, SurfacesMoveTexels) {
  const std::vector<float> values = numbers();
  spnArray_t from = arrayOf(values, width, height);
  spnArray_t to = arrayOf(std::vector<float>(width * height), height, width);
  spnSurfaceObject_t reader = 0, writer = 0;
  spnResourceDesc source = resourceOf(from), target = resourceOf(to);
  ASSERT_EQ(spnCreateSurfaceObject(&reader, &source), spnSuccess);
  ASSERT_EQ(spnCreateSurfaceObject(&writer, &target), spnSuccess);
  spnLaunch(transpose, 1, dim3(16, 16), 0, 0, reader, writer, width, height);
  ASSERT_EQ(spnDeviceSynchronize(), spnSuccess);
  std::vector<float> result(width * height);
  const std::size_t row = height * sizeof(float);
  ASSERT_EQ(spnMemcpy2DFromArray(result.data(), row, to, 0, 0, row, width, spnMemcpyDeviceToHost),
            spnSuccess);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      EXPECT_EQ(result[std::size_t(x * height + y)], values[std::size_t(y * width + x)]);
  EXPECT_EQ(spnDestroySurfaceObject(reader), spnSuccess);
  EXPECT_EQ(spnDestroySurfaceObject(writer), spnSuccess);
  EXPECT_EQ(spnFreeArray(from), spnSuccess);
  EXPECT_EQ(spnFreeArray(to), spnSuccess);
}

TEST(TextureApi, References) {
  const std::vector<float> values = numbers();
  spnArray_t array = arrayOf(values, width, height);
  spnArray_t drawn = arrayOf(std::vector<float>(width * height), width, height);
  uchar4 *palette = nullptr;
  float *out = nullptr;
  ASSERT_EQ(spnMalloc(&palette, 8 * sizeof(uchar4)), spnSuccess);
  ASSERT_EQ(spnMalloc(&out, 8 * sizeof(float)), spnSuccess);
  ASSERT_EQ(spnMemset(palette, 51, 8 * sizeof(uchar4)), spnSuccess);
  image.filterMode = spnFilterModeLinear;
  ASSERT_EQ(spnBindTextureToArray(image, array), spnSuccess);
  std::size_t offset = 1;
  ASSERT_EQ(spnBindTexture(&offset, colours, palette, 8 * sizeof(uchar4)), spnSuccess);
  EXPECT_EQ(offset, 0u);
  ASSERT_EQ(spnBindSurfaceToArray(canvas, drawn), spnSuccess);
  spnLaunch(readReferences, 1, 8, 0, 0, out);
  float got[8];
  ASSERT_EQ(spnMemcpy(got, out, sizeof got, spnMemcpyDeviceToHost), spnSuccess);
  for (int i = 0; i < 8; ++i)
    EXPECT_FLOAT_EQ(got[i], (values[std::size_t(i)] + values[std::size_t(i + 1)]) / 2 + 0.2f);
  float row[8];
  ASSERT_EQ(
      spnMemcpy2DFromArray(row, sizeof row, drawn, 0, 1, sizeof row, 1, spnMemcpyDeviceToHost),
      spnSuccess);
  EXPECT_EQ(std::memcmp(row, got, sizeof row), 0);
  EXPECT_EQ(spnUnbindTexture(image), spnSuccess);
  EXPECT_EQ(spnUnbindTexture(colours), spnSuccess);
  EXPECT_EQ(spnGetTextureAlignmentOffset(&offset, image), spnErrorInvalidTextureBinding);
  spnGetLastError();
  EXPECT_EQ(spnFree(out), spnSuccess);
  EXPECT_EQ(spnFree(palette), spnSuccess);
  EXPECT_EQ(spnFreeArray(array), spnSuccess);
  EXPECT_EQ(spnFreeArray(drawn), spnSuccess);
}

TEST(TextureApi, LayersAndLevels) {
  const spnChannelFormatDesc format = spnCreateChannelDesc<float>();
  spnMipmappedArray_t mipmap = nullptr;
  ASSERT_EQ(spnMallocMipmappedArray(&mipmap, &format, make_spnExtent(4, 4, 0), 3), spnSuccess);
  for (unsigned level = 0; level < 3; ++level) {
    spnArray_t array = nullptr;
    ASSERT_EQ(spnGetMipmappedArrayLevel(&array, mipmap, level), spnSuccess);
    const std::vector<float> values(16, float(level));
    const std::size_t size = 4u >> level;
    ASSERT_EQ(spnMemcpy2DToArray(array, 0, 0, values.data(), size * 4, size * 4, size,
                                 spnMemcpyHostToDevice),
              spnSuccess);
  }
  spnResourceDesc resource;
  std::memset(&resource, 0, sizeof resource);
  resource.resType = spnResourceTypeMipmappedArray;
  resource.res.mipmap.mipmap = mipmap;
  spnTextureDesc description = clampedPoints();
  description.maxMipmapLevelClamp = 2;
  description.mipmapFilterMode = spnFilterModeLinear;
  spnTextureObject_t object = 0;
  EXPECT_EQ(spnCreateTextureObject(&object, &resource, &description, nullptr),
            spnErrorInvalidValue); // levels need normalised coordinates
  description.normalizedCoords = 1;
  ASSERT_EQ(spnCreateTextureObject(&object, &resource, &description, nullptr), spnSuccess);
  EXPECT_EQ(tex2DLod<float>(object, 0.5f, 0.5f, 1.5f), 1.5f);
  EXPECT_EQ(spnDestroyTextureObject(object), spnSuccess);
  spnResourceViewDesc view;
  std::memset(&view, 0, sizeof view);
  view.format = spnResViewFormatFloat1;
  view.width = view.height = 2;
  view.firstMipmapLevel = 1;
  view.lastMipmapLevel = 2;
  ASSERT_EQ(spnCreateTextureObject(&object, &resource, &description, &view), spnSuccess);
  EXPECT_EQ(tex2D<float>(object, 0.5f, 0.5f), 1.0f);
  EXPECT_EQ(tex2DLod<float>(object, 0.5f, 0.5f, 5.0f), 2.0f);
  EXPECT_EQ(spnDestroyTextureObject(object), spnSuccess);
  view.format = spnResViewFormatUnsignedBlockCompressed1;
  EXPECT_EQ(spnCreateTextureObject(&object, &resource, &description, &view), spnErrorNotSupported);
  EXPECT_EQ(spnFreeMipmappedArray(mipmap), spnSuccess);
  spnGetLastError();
}

TEST(TextureApi, RefusesSenselessDescriptions) {
  spnTextureDesc description = clampedPoints();
  spnResourceDesc resource;
  std::memset(&resource, 0, sizeof resource);
  spnTextureObject_t object = 0;
  EXPECT_NE(spnCreateTextureObject(&object, &resource, &description, nullptr), spnSuccess);
  int *memory = nullptr;
  ASSERT_EQ(spnMalloc(&memory, 64), spnSuccess);
  resource.resType = spnResourceTypeLinear;
  resource.res.linear.devPtr = memory;
  resource.res.linear.sizeInBytes = 64;
  resource.res.linear.desc = spnCreateChannelDesc(8, 16, 0, 0, spnChannelFormatKindUnsigned);
  EXPECT_EQ(spnCreateTextureObject(&object, &resource, &description, nullptr),
            spnErrorInvalidValue);
  resource.res.linear.desc = spnCreateChannelDesc<int>();
  EXPECT_EQ(spnCreateTextureObject(&object, &resource, nullptr, nullptr), spnErrorInvalidValue);
  description.filterMode = spnFilterModeLinear; // integers cannot be filtered
  EXPECT_EQ(spnCreateTextureObject(&object, &resource, &description, nullptr),
            spnErrorInvalidValue);
  EXPECT_EQ(spnDestroyTextureObject(12345), spnErrorInvalidValue);
  EXPECT_EQ(spnFree(memory), spnSuccess);
  spnGetLastError();
}

// Breaks the device for the rest of the process, so it resets it and comes last.
TEST(TextureApiFault, SurfaceWritesOutsideEndTheLaunch) {
  spnArray_t array = arrayOf(numbers(), width, height);
  spnSurfaceObject_t object = 0;
  const spnResourceDesc resource = resourceOf(array);
  ASSERT_EQ(spnCreateSurfaceObject(&object, &resource), spnSuccess);
  spnLaunch(writeOutside, 1, 1, 0, 0, object);
  EXPECT_NE(spnDeviceSynchronize(), spnSuccess);
  EXPECT_EQ(spnDeviceReset(), spnSuccess);
  spnGetLastError();
}

} // namespace
