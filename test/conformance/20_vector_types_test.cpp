// SPDX-License-Identifier: Apache-2.0
// Checks the vector types' layout against CUDA's documented sizes and alignments, that they stay
// trivial and free of operators, dim3's conversions, and the make_ functions.
#include "sampan/vector_functions.h"
#include "sampan/vector_types.h"

#include <type_traits>

#include <gtest/gtest.h>

// CUDA programs define such operators in the global namespace; ours must not be there already.
static float4 operator+(float4 a, float4 b) {
  return make_float4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}
static bool operator==(int2 a, int2 b) { return a.x == b.x && a.y == b.y; }

namespace {

template <class T, std::size_t size, std::size_t alignment> constexpr bool hasLayout() {
  static_assert(sizeof(T) == size, "size");
  static_assert(alignof(T) == alignment, "alignment");
  static_assert(std::is_trivial<T>::value, "trivial");
  static_assert(std::is_standard_layout<T>::value, "standard layout");
  static_assert(std::is_aggregate<T>::value, "aggregate");
  return true;
}

static_assert(hasLayout<char1, 1, 1>() && hasLayout<char2, 2, 2>());
static_assert(hasLayout<char3, 3, 1>() && hasLayout<char4, 4, 4>());
static_assert(hasLayout<uchar1, 1, 1>() && hasLayout<uchar2, 2, 2>());
static_assert(hasLayout<uchar3, 3, 1>() && hasLayout<uchar4, 4, 4>());
static_assert(hasLayout<short1, 2, 2>() && hasLayout<short2, 4, 4>());
static_assert(hasLayout<short3, 6, 2>() && hasLayout<short4, 8, 8>());
static_assert(hasLayout<ushort1, 2, 2>() && hasLayout<ushort2, 4, 4>());
static_assert(hasLayout<ushort3, 6, 2>() && hasLayout<ushort4, 8, 8>());
static_assert(hasLayout<int1, 4, 4>() && hasLayout<int2, 8, 8>());
static_assert(hasLayout<int3, 12, 4>() && hasLayout<int4, 16, 16>());
static_assert(hasLayout<uint1, 4, 4>() && hasLayout<uint2, 8, 8>());
static_assert(hasLayout<uint3, 12, 4>() && hasLayout<uint4, 16, 16>());
static_assert(hasLayout<long1, 8, 8>() && hasLayout<long2, 16, 16>());
static_assert(hasLayout<long3, 24, 8>() && hasLayout<long4, 32, 16>());
static_assert(hasLayout<ulong2, 16, 16>() && hasLayout<ulong4, 32, 16>());
static_assert(hasLayout<longlong1, 8, 8>() && hasLayout<longlong2, 16, 16>());
static_assert(hasLayout<longlong3, 24, 8>() && hasLayout<longlong4, 32, 16>());
static_assert(hasLayout<ulonglong2, 16, 16>() && hasLayout<ulonglong4, 32, 16>());
static_assert(hasLayout<float1, 4, 4>() && hasLayout<float2, 8, 8>());
static_assert(hasLayout<float3, 12, 4>() && hasLayout<float4, 16, 16>());
static_assert(hasLayout<double1, 8, 8>() && hasLayout<double2, 16, 16>());
static_assert(hasLayout<double3, 24, 8>() && hasLayout<double4, 32, 16>());
static_assert(hasLayout<double4_16a, 32, 16>() && hasLayout<double4_32a, 32, 32>());
static_assert(hasLayout<longlong4_16a, 32, 16>() && hasLayout<longlong4_32a, 32, 32>());
static_assert(std::is_same<decltype(char4::x), signed char>::value);
static_assert(std::is_same<decltype(ulonglong2::y), unsigned long long>::value);

static_assert(sizeof(dim3) == 12 && alignof(dim3) == 4);
static_assert(std::is_trivially_copyable<dim3>::value);

TEST(VectorTypes, UserOperatorsWork) {
  const float4 sum = make_float4(1, 2, 3, 4) + make_float4(10, 20, 30, 40);
  EXPECT_EQ(sum.x, 11);
  EXPECT_EQ(sum.w, 44);
  EXPECT_TRUE(make_int2(3, 4) == (int2{3, 4}));
}

TEST(VectorTypes, AggregateInitialisation) {
  const int4 zero = {};
  const uchar3 pixel = {1, 2, 255};
  EXPECT_EQ(zero.w, 0);
  EXPECT_EQ(pixel.z, 255);
}

TEST(VectorTypes, MakeFunctions) {
  EXPECT_EQ(make_char1(-1).x, -1);
  EXPECT_EQ(make_uchar4(1, 2, 3, 254).w, 254);
  EXPECT_EQ(make_short3(1, 2, -3).z, -3);
  EXPECT_EQ(make_ulonglong2(1, ~0ull).y, ~0ull);
  EXPECT_EQ(make_double4(1, 2, 3, 4.5).w, 4.5);
  EXPECT_EQ(make_double4_32a(1, 2, 3, 4.5).w, 4.5);
  EXPECT_EQ(make_longlong4_16a(1, 2, -3, 4).z, -3);
  EXPECT_EQ(make_float2(1, 2).y, 2);
}

unsigned int volume(dim3 extent) { return extent.x * extent.y * extent.z; }

TEST(Dim3, ConstructionAndConversion) {
  EXPECT_EQ(volume(7), 7u);
  EXPECT_EQ(volume({7, 2}), 14u);
  EXPECT_EQ(volume(make_uint3(2, 3, 5)), 30u);
  const dim3 none;
  EXPECT_EQ(volume(none), 1u);
  const int n = 1000;
  dim3 grid((n + 255) / 256);
  EXPECT_EQ(grid.x, 4u);
  EXPECT_EQ(grid.z, 1u);
  const uint3 index = dim3(4, 5, 6);
  EXPECT_EQ(index.z, 6u);
  grid = index;
  EXPECT_EQ(grid.y, 5u);
  constexpr dim3 block(16, 16);
  static_assert(block.x * block.y * block.z == 256, "usable in constant expressions");
}

TEST(Dim3, ThreadLocalNeedsNoDynamicInitialisation) {
  static __thread dim3 extent; // __thread admits constant initialisation only
  EXPECT_EQ(extent.x, 1u);
}

} // namespace
