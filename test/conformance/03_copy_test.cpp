// SPDX-License-Identifier: Apache-2.0
// Copies and fills in one to three dimensions, of plain memory and of arrays.
#include "sampan/runtime.h"

#include <gtest/gtest.h>

#include <cstring>
#include <numeric>
#include <vector>

namespace {

bool hasTextures() {
  int width = 0;
  EXPECT_EQ(spnSuccess, spnDeviceGetAttribute(&width, spnDevAttrMaxTexture1DWidth, 0));
  return width > 0;
}

template <class T> struct Device {
  explicit Device(size_t count) { EXPECT_EQ(spnSuccess, spnMalloc(&data, count * sizeof(T))); }
  ~Device() { spnFree(data); }
  T *data = nullptr;
};

std::vector<int> counting(size_t count) {
  std::vector<int> values(count);
  std::iota(values.begin(), values.end(), 1);
  return values;
}

TEST(Copy, ThereAndBack) {
  const std::vector<int> in = counting(1000);
  std::vector<int> out(1000);
  Device<int> a(1000), b(1000);
  ASSERT_EQ(spnSuccess, spnMemcpy(a.data, in.data(), 4000, spnMemcpyHostToDevice));
  ASSERT_EQ(spnSuccess, spnMemcpyAsync(b.data, a.data, 4000, spnMemcpyDeviceToDevice));
  ASSERT_EQ(spnSuccess, spnMemcpy(out.data(), b.data, 4000, spnMemcpyDefault));
  EXPECT_EQ(in, out);
}

/// Beyond the size from which copies are shared out to several OS threads, and off their parts'
/// ends.
TEST(Copy, LargeAndUnaligned) {
  const size_t bytes = (size_t{19} << 20) + 13, offset = 5, all = bytes + 2 * offset;
  std::vector<unsigned char> in(all), out(all, 0xee);
  for (size_t i = 0; i < all; ++i)
    in[i] = static_cast<unsigned char>(i * 2654435761u >> 13);
  Device<unsigned char> device(all);
  ASSERT_EQ(spnSuccess, spnMemset(device.data, 0x11, all));
  ASSERT_EQ(spnSuccess,
            spnMemcpy(device.data + offset, in.data() + 1, bytes, spnMemcpyHostToDevice));
  ASSERT_EQ(spnSuccess, spnMemcpy(out.data(), device.data, all, spnMemcpyDeviceToHost));
  for (size_t i = 0; i < offset; ++i)
    ASSERT_TRUE(out[i] == 0x11 && out[all - 1 - i] == 0x11) << i;
  EXPECT_EQ(0, memcmp(in.data() + 1, out.data() + offset, bytes));
  ASSERT_EQ(spnSuccess, spnMemset(device.data + 3, 0x22, all - 7));
  ASSERT_EQ(spnSuccess, spnMemcpy(out.data(), device.data, all, spnMemcpyDeviceToHost));
  for (size_t i = 0; i < all; ++i)
    ASSERT_EQ(i < 3 || i >= all - 4 ? 0x11 : 0x22, out[i]) << i;
}

TEST(Copy, Errors) {
  int value = 0;
  EXPECT_EQ(spnErrorInvalidValue, spnMemcpy(nullptr, &value, 4, spnMemcpyHostToHost));
  EXPECT_EQ(spnErrorInvalidMemcpyDirection, spnMemcpy(&value, &value, 4, spnMemcpyKind(7)));
  EXPECT_EQ(spnSuccess, spnMemcpy(nullptr, nullptr, 0, spnMemcpyHostToHost));
  char rows[4][8];
  EXPECT_EQ(spnErrorInvalidPitchValue, spnMemcpy2D(rows, 4, rows, 8, 8, 4, spnMemcpyHostToHost));
  EXPECT_EQ(spnErrorInvalidResourceHandle,
            spnMemcpyAsync(&value, &value, 4, spnMemcpyHostToHost, spnStream_t(&value)));
  EXPECT_EQ(spnErrorInvalidDevice, spnMemcpyPeer(&value, 44, &value, 0, 4));
  spnGetLastError();
}

TEST(Copy, Rows) {
  const std::vector<int> in = counting(12);
  std::vector<int> out(12);
  Device<char> rows(512 * 3);
  ASSERT_EQ(spnSuccess, spnMemcpy2D(rows.data, 512, in.data(), 16, 16, 3, spnMemcpyHostToDevice));
  ASSERT_EQ(spnSuccess, spnMemcpy2D(out.data(), 16, rows.data, 512, 16, 3, spnMemcpyDeviceToHost));
  EXPECT_EQ(in, out);
}

TEST(Copy, Boxes) {
  const std::vector<int> in = counting(4 * 3 * 2);
  std::vector<int> out(in.size());
  spnPitchedPtr box;
  ASSERT_EQ(spnSuccess, spnMalloc3D(&box, make_spnExtent(16, 3, 2)));
  spnMemcpy3DParms copy = {};
  copy.srcPtr = make_spnPitchedPtr(const_cast<int *>(in.data()), 16, 4, 3);
  copy.dstPtr = box;
  copy.extent = make_spnExtent(16, 3, 2);
  copy.kind = spnMemcpyHostToDevice;
  ASSERT_EQ(spnSuccess, spnMemcpy3D(&copy));
  copy.srcPtr = box;
  copy.dstPtr = make_spnPitchedPtr(out.data(), 16, 4, 3);
  copy.kind = spnMemcpyDeviceToHost;
  ASSERT_EQ(spnSuccess, spnMemcpy3D(&copy));
  EXPECT_EQ(in, out);
  EXPECT_EQ(spnSuccess, spnFree(box.ptr));
}

TEST(Fill, OneTwoThreeDimensions) {
  Device<unsigned char> memory(64);
  unsigned char out[64];
  ASSERT_EQ(spnSuccess, spnMemset(memory.data, 1, 64));
  ASSERT_EQ(spnSuccess, spnMemset2D(memory.data, 8, 2, 4, 2));
  ASSERT_EQ(spnSuccess,
            spnMemset3D(make_spnPitchedPtr(memory.data + 32, 4, 4, 2), 3, make_spnExtent(2, 2, 2)));
  ASSERT_EQ(spnSuccess, spnMemcpy(out, memory.data, 64, spnMemcpyDeviceToHost));
  EXPECT_EQ(2, out[0]);
  EXPECT_EQ(1, out[4]);
  EXPECT_EQ(2, out[8]);
  EXPECT_EQ(1, out[16]);
  for (int z = 0; z < 2; ++z)
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 4; ++x)
        EXPECT_EQ(x < 2 ? 3 : 1, out[32 + z * 8 + y * 4 + x]);
}

TEST(Array, RowsAndTail) {
  if (!hasTextures())
    GTEST_SKIP() << "the device has no arrays";
  const std::vector<int> in = counting(24);
  std::vector<int> out(24), part(7);
  const spnChannelFormatDesc format = spnCreateChannelDesc<int>();
  spnArray_t array = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocArray(&array, &format, 6, 4));
  ASSERT_EQ(spnSuccess, spnMemcpyToArray(array, 0, 0, in.data(), 96, spnMemcpyHostToDevice));
  ASSERT_EQ(spnSuccess,
            spnMemcpy2DFromArray(out.data(), 24, array, 0, 0, 24, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(in, out);
  // Seven elements from (4, 1) on run over two row ends.
  ASSERT_EQ(spnSuccess, spnMemcpyFromArray(part.data(), array, 16, 1, 28, spnMemcpyDeviceToHost));
  for (int i = 0; i < 7; ++i)
    EXPECT_EQ(in[10 + i], part[i]);
  EXPECT_EQ(spnErrorInvalidValue,
            spnMemcpy2DToArray(array, 4, 0, in.data(), 24, 24, 4, spnMemcpyHostToDevice));
  spnExtent extent;
  unsigned flags = 1;
  spnChannelFormatDesc found;
  ASSERT_EQ(spnSuccess, spnArrayGetInfo(&found, &extent, &flags, array));
  EXPECT_EQ(6u, extent.width);
  EXPECT_EQ(4u, extent.height);
  EXPECT_EQ(0u, extent.depth);
  EXPECT_EQ(32, found.x);
  EXPECT_EQ(spnSuccess, spnFreeArray(array));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnFreeArray(array));
  spnGetLastError();
}

TEST(Array, ThreeDimensionsInElements) {
  if (!hasTextures())
    GTEST_SKIP() << "the device has no arrays";
  const spnExtent extent = make_spnExtent(4, 3, 2);
  const std::vector<int> in = counting(24);
  std::vector<int> out(24);
  const spnChannelFormatDesc format = spnCreateChannelDesc<int>();
  spnArray_t array = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc3DArray(&array, &format, extent));
  spnMemcpy3DParms copy = {};
  copy.srcPtr = make_spnPitchedPtr(const_cast<int *>(in.data()), 16, 4, 3);
  copy.dstArray = array;
  copy.extent = extent;
  copy.kind = spnMemcpyHostToDevice;
  ASSERT_EQ(spnSuccess, spnMemcpy3D(&copy));
  spnMemcpy3DParms back = {};
  back.srcArray = array;
  back.dstPtr = make_spnPitchedPtr(out.data(), 16, 4, 3);
  back.extent = extent;
  back.kind = spnMemcpyDeviceToHost;
  ASSERT_EQ(spnSuccess, spnMemcpy3D(&back));
  EXPECT_EQ(in, out);
  back.srcPos.x = 1;
  EXPECT_EQ(spnErrorInvalidValue, spnMemcpy3D(&back));
  EXPECT_EQ(spnSuccess, spnFreeArray(array));
  spnGetLastError();
}

TEST(Array, MipmappedLevelsHalve) {
  if (!hasTextures())
    GTEST_SKIP() << "the device has no arrays";
  const spnChannelFormatDesc format = spnCreateChannelDesc<float4>();
  spnMipmappedArray_t array = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocMipmappedArray(&array, &format, make_spnExtent(8, 4, 0), 99));
  const size_t widths[] = {8, 4, 2, 1}, heights[] = {4, 2, 1, 1};
  for (unsigned i = 0; i < 4; ++i) {
    spnArray_t level = nullptr;
    spnExtent extent;
    ASSERT_EQ(spnSuccess, spnGetMipmappedArrayLevel(&level, array, i));
    ASSERT_EQ(spnSuccess, spnArrayGetInfo(nullptr, &extent, nullptr, level));
    EXPECT_EQ(widths[i], extent.width);
    EXPECT_EQ(heights[i], extent.height);
  }
  spnArray_t none = nullptr;
  EXPECT_EQ(spnErrorInvalidValue, spnGetMipmappedArrayLevel(&none, array, 4));
  EXPECT_EQ(spnSuccess, spnFreeMipmappedArray(array));
  spnGetLastError();
}

} // namespace
