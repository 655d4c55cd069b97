// SPDX-License-Identifier: Apache-2.0
// Devices: count, choice per thread, properties, attributes, limits, peer access, several devices.
#include "rerun.h"
#include "sampan/runtime.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <thread>

namespace {

TEST(Device, CountAndCurrent) {
  int count = 0, current = -1;
  ASSERT_EQ(spnSuccess, spnGetDeviceCount(&count));
  EXPECT_GE(count, 1);
  EXPECT_EQ(spnSuccess, spnGetDevice(&current));
  EXPECT_EQ(0, current);
  EXPECT_EQ(spnErrorInvalidDevice, spnSetDevice(count));
  EXPECT_EQ(spnErrorInvalidDevice, spnSetDevice(-1));
  EXPECT_EQ(spnErrorInvalidValue, spnGetDeviceCount(nullptr));
  EXPECT_EQ(spnErrorInvalidValue, spnGetLastError());
}

TEST(Device, PropertiesAndAttributesAgree) {
  spnDeviceProp p;
  ASSERT_EQ(spnSuccess, spnGetDeviceProperties(&p, 0));
  EXPECT_EQ(32, p.warpSize);
  EXPECT_EQ(1024, p.maxThreadsPerBlock);
  EXPECT_GT(p.totalGlobalMem, 0u);
  EXPECT_GT(std::strlen(p.name), 0u);
  auto attribute = [](spnDeviceAttr which) {
    int value = -1;
    EXPECT_EQ(spnSuccess, spnDeviceGetAttribute(&value, which, 0));
    return value;
  };
  EXPECT_EQ(p.warpSize, attribute(spnDevAttrWarpSize));
  EXPECT_EQ(p.major, attribute(spnDevAttrComputeCapabilityMajor));
  EXPECT_EQ(p.multiProcessorCount, attribute(spnDevAttrMultiProcessorCount));
  EXPECT_EQ(p.maxGridSize[2], attribute(spnDevAttrMaxGridDimZ));
  EXPECT_EQ(p.managedMemory, attribute(spnDevAttrManagedMemory));
  EXPECT_EQ(1, attribute(spnDevAttrMemoryPoolsSupported));
  int value;
  EXPECT_EQ(spnErrorInvalidDevice, spnDeviceGetAttribute(&value, spnDevAttrWarpSize, 99));
  EXPECT_EQ(spnErrorInvalidValue, spnDeviceGetAttribute(&value, spnDeviceAttr(0), 0));
}

TEST(Device, EveryAttributeAnswers) {
  for (int i = 1; i < spnDevAttrMax; ++i) {
    int value = 0;
    EXPECT_EQ(spnSuccess, spnDeviceGetAttribute(&value, spnDeviceAttr(i), 0)) << i;
  }
}

TEST(Device, LimitsAreKeptUntilReset) {
  size_t before = 0, now = 0;
  ASSERT_EQ(spnSuccess, spnDeviceGetLimit(&before, spnLimitStackSize));
  ASSERT_EQ(spnSuccess, spnDeviceSetLimit(spnLimitStackSize, 4096));
  ASSERT_EQ(spnSuccess, spnDeviceGetLimit(&now, spnLimitStackSize));
  EXPECT_EQ(4096u, now);
  EXPECT_EQ(spnErrorUnsupportedLimit, spnDeviceSetLimit(spnLimit(7), 1));
  ASSERT_EQ(spnSuccess, spnDeviceReset());
  ASSERT_EQ(spnSuccess, spnDeviceGetLimit(&now, spnLimitStackSize));
  EXPECT_EQ(before, now);
}

TEST(Device, VersionsAndBusId) {
  int driver = 0, runtime = 0, device = -1;
  EXPECT_EQ(spnSuccess, spnDriverGetVersion(&driver));
  EXPECT_EQ(spnSuccess, spnRuntimeGetVersion(&runtime));
  EXPECT_GE(driver, runtime);
  EXPECT_EQ(SPN_CUDART_VERSION, runtime);
  char id[32];
  ASSERT_EQ(spnSuccess, spnDeviceGetPCIBusId(id, sizeof id, 0));
  ASSERT_EQ(spnSuccess, spnDeviceGetByPCIBusId(&device, id));
  EXPECT_EQ(0, device);
}

TEST(Device, ResetFreesMemory) {
  size_t before = 0, after = 0;
  void *pointer = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&pointer, 1 << 20));
  spnPointerAttributes attributes;
  ASSERT_EQ(spnSuccess, spnPointerGetAttributes(&attributes, pointer));
  EXPECT_EQ(spnMemoryTypeDevice, attributes.type);
  ASSERT_EQ(spnSuccess, spnMemGetInfo(&before, nullptr));
  ASSERT_EQ(spnSuccess, spnDeviceReset());
  ASSERT_EQ(spnSuccess, spnMemGetInfo(&after, nullptr));
  ASSERT_EQ(spnSuccess, spnPointerGetAttributes(&attributes, pointer));
  EXPECT_EQ(spnMemoryTypeUnregistered, attributes.type);
}

TEST(SeveralDevices, DISABLED_EachThreadHasItsOwn) {
  int count = 0;
  ASSERT_EQ(spnSuccess, spnGetDeviceCount(&count));
  ASSERT_EQ(3, count);
  ASSERT_EQ(spnSuccess, spnSetDevice(2));
  std::thread([] {
    int current = -1;
    EXPECT_EQ(spnSuccess, spnGetDevice(&current));
    EXPECT_EQ(0, current);
  }).join();
  void *pointer = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&pointer, 100));
  spnPointerAttributes attributes;
  ASSERT_EQ(spnSuccess, spnPointerGetAttributes(&attributes, pointer));
  EXPECT_EQ(2, attributes.device);
  EXPECT_EQ(spnSuccess, spnFree(pointer));
}

TEST(SeveralDevices, DISABLED_PeerAccess) {
  int can = -1;
  ASSERT_EQ(spnSuccess, spnSetDevice(0));
  EXPECT_EQ(spnSuccess, spnDeviceCanAccessPeer(&can, 0, 1));
  EXPECT_EQ(1, can);
  EXPECT_EQ(spnSuccess, spnDeviceCanAccessPeer(&can, 1, 1));
  EXPECT_EQ(0, can);
  EXPECT_EQ(spnErrorInvalidDevice, spnDeviceEnablePeerAccess(0, 0));
  EXPECT_EQ(spnErrorPeerAccessNotEnabled, spnDeviceDisablePeerAccess(1));
  EXPECT_EQ(spnSuccess, spnDeviceEnablePeerAccess(1, 0));
  EXPECT_EQ(spnErrorPeerAccessAlreadyEnabled, spnDeviceEnablePeerAccess(1, 0));
  EXPECT_EQ(spnSuccess, spnDeviceDisablePeerAccess(1));
}

TEST(SeveralDevices, WorkAsConfigured) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "the number of devices is given";
  const Rerun result = rerun("SAMPAN_HOST_DEVICES=3", "SeveralDevices.DISABLED_*");
  EXPECT_EQ(0, result.status) << result.output;
}

TEST(NoDevices, DISABLED_IsAnError) {
  int count = -1;
  EXPECT_EQ(spnErrorNoDevice, spnGetDeviceCount(&count));
  EXPECT_EQ(0, count);
  EXPECT_STREQ("no CUDA-capable device is detected", spnGetErrorString(spnGetLastError()));
}

TEST(NoDevices, UnknownBackEndHasNone) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "the number of devices is given";
  const Rerun result = rerun("SAMPAN_BACKEND=nonsense", "NoDevices.DISABLED_*");
  EXPECT_EQ(0, result.status) << result.output;
  EXPECT_NE(std::string::npos, result.output.find("no back end 'nonsense'")) << result.output;
}

TEST(NoLibrary, DISABLED_IsAnError) {
  int count = -1;
  void *pointer = nullptr;
  EXPECT_EQ(spnErrorInsufficientDriver, spnGetDeviceCount(&count));
  EXPECT_EQ(0, count);
  EXPECT_EQ(spnErrorInsufficientDriver, spnMalloc(&pointer, 4));
  EXPECT_EQ(spnErrorInsufficientDriver, spnSetDevice(0));
}

TEST(NoLibrary, OfAVendorIsExplained) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "the library is given";
  const Rerun result = rerun("SAMPAN_BACKEND=ascend SAMPAN_ASCENDCL=/nowhere/libascendcl.so",
                             "NoLibrary.DISABLED_*");
  EXPECT_EQ(0, result.status) << result.output;
  EXPECT_NE(std::string::npos, result.output.find("/nowhere/libascendcl.so")) << result.output;
}

} // namespace
