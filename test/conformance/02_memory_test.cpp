// SPDX-License-Identifier: Apache-2.0
// Allocation: kinds of memory, pointer queries, pools, registration, errors.
#include "sampan/runtime.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>
#include <vector>

namespace {

spnPointerAttributes attributesOf(const void *pointer) {
  spnPointerAttributes attributes;
  EXPECT_EQ(spnSuccess, spnPointerGetAttributes(&attributes, pointer));
  return attributes;
}

TEST(Memory, DeviceMemory) {
  float *pointer = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&pointer, 1000));
  EXPECT_EQ(0u, reinterpret_cast<std::uintptr_t>(pointer) % 256);
  EXPECT_EQ(spnMemoryTypeDevice, attributesOf(pointer + 249).type);
  EXPECT_EQ(spnMemoryTypeUnregistered, attributesOf(pointer + 250).type);
  EXPECT_EQ(spnSuccess, spnFree(pointer));
  EXPECT_EQ(spnSuccess, spnFree(nullptr));
  EXPECT_EQ(spnErrorInvalidValue, spnFree(pointer));
  EXPECT_EQ(spnErrorInvalidValue, spnGetLastError());
}

TEST(Memory, ZeroBytesAndTooMuch) {
  void *pointer = &pointer;
  EXPECT_EQ(spnSuccess, spnMalloc(&pointer, 0));
  EXPECT_EQ(nullptr, pointer);
  EXPECT_EQ(spnErrorInvalidValue, spnMalloc(static_cast<void **>(nullptr), 4));
  EXPECT_EQ(spnErrorMemoryAllocation, spnMalloc(&pointer, ~std::size_t(0) / 2));
  EXPECT_EQ(spnErrorMemoryAllocation, spnGetLastError());
}

TEST(Memory, HostMemory) {
  int *pointer = nullptr, *device = nullptr;
  ASSERT_EQ(spnSuccess, spnHostAlloc(&pointer, 400, spnHostAllocMapped));
  EXPECT_EQ(spnMemoryTypeHost, attributesOf(pointer).type);
  int mapped = 0;
  ASSERT_EQ(spnSuccess, spnDeviceGetAttribute(&mapped, spnDevAttrCanMapHostMemory, 0));
  if (mapped) {
    EXPECT_EQ(spnSuccess, spnHostGetDevicePointer(&device, pointer, 0));
    int same = 0;
    EXPECT_EQ(spnSuccess,
              spnDeviceGetAttribute(&same, spnDevAttrCanUseHostPointerForRegisteredMem, 0));
    EXPECT_EQ(same != 0, pointer == device);
    EXPECT_NE(nullptr, device);
  } else {
    EXPECT_EQ(spnErrorNotSupported, spnHostGetDevicePointer(&device, pointer, 0));
  }
  unsigned flags = 0;
  EXPECT_EQ(spnSuccess, spnHostGetFlags(&flags, pointer));
  EXPECT_TRUE(flags & spnHostAllocMapped);
  EXPECT_EQ(spnErrorInvalidValue, spnFree(pointer));
  EXPECT_EQ(spnSuccess, spnFreeHost(pointer));
}

TEST(Memory, ManagedMemoryAndAdvice) {
  int *pointer = nullptr, value = -5, managed = 0;
  ASSERT_EQ(spnSuccess, spnDeviceGetAttribute(&managed, spnDevAttrManagedMemory, 0));
  if (!managed) {
    EXPECT_EQ(spnErrorNotSupported, spnMallocManaged(&pointer, 400));
    spnGetLastError();
    return;
  }
  ASSERT_EQ(spnSuccess, spnMallocManaged(&pointer, 400));
  EXPECT_EQ(spnMemoryTypeManaged, attributesOf(pointer).type);
  EXPECT_EQ(spnSuccess, spnMemAdvise(pointer, 400, spnMemAdviseSetPreferredLocation, 0));
  EXPECT_EQ(spnSuccess,
            spnMemRangeGetAttribute(&value, sizeof value, spnMemRangeAttributePreferredLocation,
                                    pointer, 400));
  EXPECT_EQ(0, value);
  EXPECT_EQ(spnSuccess, spnMemPrefetchAsync(pointer, 400, spnCpuDeviceId));
  EXPECT_EQ(spnErrorInvalidDevice, spnMemPrefetchAsync(pointer, 400, 77));
  spnMemLocation here = {spnMemLocationTypeDevice, 0};
  EXPECT_EQ(spnSuccess, spnMemPrefetchAsync(pointer, 400, here, 0));
  EXPECT_EQ(spnSuccess, spnMemAdvise(pointer, 400, spnMemAdviseSetReadMostly, here));
  EXPECT_EQ(spnSuccess, spnFree(pointer));
  spnGetLastError();
}

TEST(Memory, PitchedMemory) {
  char *rows = nullptr;
  size_t pitch = 0;
  ASSERT_EQ(spnSuccess, spnMallocPitch(&rows, &pitch, 100, 10));
  EXPECT_GE(pitch, 100u);
  EXPECT_EQ(0u, pitch % 32);
  spnPitchedPtr box;
  ASSERT_EQ(spnSuccess, spnMalloc3D(&box, make_spnExtent(100, 10, 4)));
  EXPECT_EQ(10u, box.ysize);
  EXPECT_EQ(spnSuccess, spnFree(rows));
  EXPECT_EQ(spnSuccess, spnFree(box.ptr));
}

TEST(Memory, Registration) {
  std::vector<char> data(10000);
  EXPECT_EQ(spnSuccess, spnHostRegister(data.data(), data.size(), spnHostRegisterMapped));
  EXPECT_EQ(spnErrorHostMemoryAlreadyRegistered, spnHostRegister(data.data() + 5, 5, 0));
  EXPECT_EQ(spnMemoryTypeHost, attributesOf(data.data() + 7).type);
  EXPECT_EQ(spnSuccess, spnHostUnregister(data.data()));
  EXPECT_EQ(spnErrorHostMemoryNotRegistered, spnHostUnregister(data.data()));
  spnGetLastError();
}

TEST(Memory, FreeMemoryShrinks) {
  size_t total = 0, before = 0;
  ASSERT_EQ(spnSuccess, spnMemGetInfo(&before, &total));
  EXPECT_LE(before, total);
  EXPECT_GT(before, 0u);
}

TEST(Pool, ReusesAndTrims) {
  spnMemPool_t pool = nullptr;
  ASSERT_EQ(spnSuccess, spnDeviceGetDefaultMemPool(&pool, 0));
  std::uint64_t keep = ~std::uint64_t(0), reserved = 0, used = 0;
  ASSERT_EQ(spnSuccess, spnMemPoolSetAttribute(pool, spnMemPoolAttrReleaseThreshold, &keep));
  void *first = nullptr, *second = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocAsync(&first, 5000, 0));
  ASSERT_EQ(spnSuccess, spnMemPoolGetAttribute(pool, spnMemPoolAttrUsedMemCurrent, &used));
  EXPECT_GE(used, 5000u);
  ASSERT_EQ(spnSuccess, spnFreeAsync(first, 0));
  ASSERT_EQ(spnSuccess, spnDeviceSynchronize());
  ASSERT_EQ(spnSuccess, spnMallocAsync(&second, 5000, 0));
  EXPECT_EQ(first, second);
  ASSERT_EQ(spnSuccess, spnFree(second));
  ASSERT_EQ(spnSuccess, spnMemPoolTrimTo(pool, 0));
  ASSERT_EQ(spnSuccess, spnMemPoolGetAttribute(pool, spnMemPoolAttrReservedMemCurrent, &reserved));
  EXPECT_EQ(0u, reserved);
  keep = 0;
  ASSERT_EQ(spnSuccess, spnMemPoolSetAttribute(pool, spnMemPoolAttrReleaseThreshold, &keep));
  EXPECT_EQ(spnErrorInvalidValue, spnFreeAsync(second, 0));
  spnGetLastError();
}

TEST(Pool, OwnPool) {
  spnMemPoolProps properties = {};
  properties.allocType = spnMemAllocationTypePinned;
  properties.location = {spnMemLocationTypeDevice, 0};
  spnMemPool_t pool = nullptr;
  ASSERT_EQ(spnSuccess, spnMemPoolCreate(&pool, &properties));
  float *pointer = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocAsync(&pointer, 100, pool, 0));
  spnMemAccessFlags flags = spnMemAccessFlagsProtNone;
  spnMemLocation here = {spnMemLocationTypeDevice, 0};
  EXPECT_EQ(spnSuccess, spnMemPoolGetAccess(&flags, pool, &here));
  EXPECT_EQ(spnMemAccessFlagsProtReadWrite, flags);
  // Destroyed with an allocation in use: lives until that is freed.
  EXPECT_EQ(spnSuccess, spnMemPoolDestroy(pool));
  EXPECT_EQ(spnSuccess, spnFreeAsync(pointer, 0));
  EXPECT_EQ(spnErrorInvalidValue, spnMemPoolTrimTo(pool, 0));
  spnGetLastError();
}

TEST(Memory, ManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([] {
      for (int i = 0; i < 200; ++i) {
        void *a = nullptr, *b = nullptr;
        ASSERT_EQ(spnSuccess, spnMalloc(&a, 64));
        ASSERT_EQ(spnSuccess, spnMallocAsync(&b, 640, spnStreamPerThread));
        ASSERT_EQ(spnSuccess, spnMemset(a, 1, 64));
        ASSERT_EQ(spnSuccess, spnFree(a));
        ASSERT_EQ(spnSuccess, spnFreeAsync(b, spnStreamPerThread));
      }
    });
  for (std::thread &thread : threads)
    thread.join();
}

} // namespace
