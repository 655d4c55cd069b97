// SPDX-License-Identifier: Apache-2.0
// Errors: texts, the last error of a thread, launch errors, and faults of kernels, which show where
// the program waits and then stay until the device is reset.
#include "sampan/kernel.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <thread>

namespace {

__global__ void store(int *out, int value) {
  SPN_KERNEL_BEGIN
  if (blockIdx.x == 0 && threadIdx.x == 0)
    *out = value;
  SPN_KERNEL_END
}

__global__ void trapAlways() {
  SPN_KERNEL_BEGIN
  ::spn::detail::trapThread();
  SPN_KERNEL_END
}

TEST(Error, NamesAndTexts) {
  EXPECT_STREQ("cudaErrorInvalidValue", spnGetErrorName(spnErrorInvalidValue));
  EXPECT_STREQ("invalid argument", spnGetErrorString(spnErrorInvalidValue));
  EXPECT_STREQ("no error", spnGetErrorString(spnSuccess));
  EXPECT_STREQ("out of memory", spnGetErrorString(spnErrorMemoryAllocation));
  EXPECT_STREQ("invalid configuration argument", spnGetErrorString(spnErrorInvalidConfiguration));
  EXPECT_STREQ("device-side assert triggered", spnGetErrorString(spnErrorAssert));
  EXPECT_STREQ("unspecified launch failure", spnGetErrorString(spnErrorLaunchFailure));
  EXPECT_STREQ("unrecognized error code", spnGetErrorString(spnError_t(5555)));
  EXPECT_STREQ("unrecognized error code", spnGetErrorName(spnError_t(10)));
}

TEST(Error, PeekKeepsAndGetClears) {
  spnGetLastError();
  EXPECT_EQ(spnErrorInvalidDevice, spnSetDevice(1000));
  EXPECT_EQ(spnErrorInvalidDevice, spnPeekAtLastError());
  EXPECT_EQ(spnErrorInvalidDevice, spnPeekAtLastError());
  int device = 0;
  EXPECT_EQ(spnSuccess, spnGetDevice(&device));
  EXPECT_EQ(spnErrorInvalidDevice, spnGetLastError());
  EXPECT_EQ(spnSuccess, spnGetLastError());
}

TEST(Error, EachThreadHasItsOwn) {
  spnSetDevice(1000);
  std::thread([] { EXPECT_EQ(spnSuccess, spnPeekAtLastError()); }).join();
  EXPECT_EQ(spnErrorInvalidDevice, spnGetLastError());
}

spnError_t launchError(dim3 grid, dim3 block, size_t shared = 0, spnStream_t stream = nullptr) {
  int *out = nullptr;
  EXPECT_EQ(spnSuccess, spnMalloc(&out, 4));
  spnLaunch(store, grid, block, shared, stream, out, 1);
  const spnError_t error = spnGetLastError();
  EXPECT_EQ(spnSuccess, spnFree(out));
  return error;
}

TEST(Error, LaunchConfigurations) {
  EXPECT_EQ(spnSuccess, launchError(1, 1));
  EXPECT_EQ(spnErrorInvalidConfiguration, launchError(0, 1));
  EXPECT_EQ(spnErrorInvalidConfiguration, launchError(1, 0));
  EXPECT_EQ(spnErrorInvalidConfiguration, launchError(1, 1025));
  EXPECT_EQ(spnErrorInvalidConfiguration, launchError(1, dim3(32, 32, 2)));
  EXPECT_EQ(spnErrorInvalidConfiguration, launchError(1, dim3(1, 1, 65)));
  EXPECT_EQ(spnErrorInvalidConfiguration, launchError(dim3(1, 65536, 1), 1));
  EXPECT_EQ(spnErrorInvalidValue, launchError(1, 1, 1 << 30));
  int dummy;
  EXPECT_EQ(spnErrorInvalidResourceHandle,
            launchError(1, 1, 0, reinterpret_cast<spnStream_t>(&dummy)));
}

TEST(Error, CallWithoutConfiguration) {
  int *out = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&out, 4));
  store(out, 1);
  EXPECT_EQ(spnErrorMissingConfiguration, spnGetLastError());
  EXPECT_EQ(spnSuccess, spnFree(out));
}

TEST(Error, FaultShowsWhereTheProgramWaitsAndStays) {
  spnLaunch(trapAlways, 1, 1, 0, 0);
  EXPECT_EQ(spnSuccess, spnGetLastError()); // nobody has waited yet
  EXPECT_EQ(spnErrorLaunchFailure, spnDeviceSynchronize());
  EXPECT_EQ(spnErrorLaunchFailure, spnGetLastError());
  EXPECT_EQ(spnErrorLaunchFailure, spnGetLastError());
  void *pointer = nullptr;
  EXPECT_EQ(spnErrorLaunchFailure, spnMalloc(&pointer, 4));
  EXPECT_EQ(spnErrorLaunchFailure, spnDeviceSynchronize());
  EXPECT_EQ(spnSuccess, spnDeviceReset());
  EXPECT_EQ(spnSuccess, spnGetLastError());
  EXPECT_EQ(spnSuccess, launchError(1, 1));
}

TEST(Error, NothingRunsAfterAFault) {
  int *out = nullptr, value = 7;
  ASSERT_EQ(spnSuccess, spnMallocManaged(&out, 4));
  *out = 1;
  spnLaunch(trapAlways, 1, 1, 0, 0);
  spnLaunch(store, 1, 1, 0, 0, out, 2);
  EXPECT_EQ(spnSuccess, spnGetLastError());
  EXPECT_EQ(1, *out);
  EXPECT_EQ(spnErrorLaunchFailure, spnMemcpy(&value, out, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(7, value);
  EXPECT_EQ(spnSuccess, spnDeviceReset());
}

TEST(Launch, ByAddress) {
  int *out = nullptr, value = 42, back = 0;
  ASSERT_EQ(spnSuccess, spnMalloc(&out, 4));
  void *args[] = {&out, &value};
  EXPECT_EQ(spnErrorInvalidDeviceFunction,
            spnLaunchKernel(reinterpret_cast<const void *>(&value), 1, 1, args));
  ASSERT_EQ(spnSuccess, spnLaunchKernel(store, 1, 1, args));
  ASSERT_EQ(spnSuccess, spnMemcpy(&back, out, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(42, back);
  value = 43;
  const void *function = spn::kernelHandle(store);
  ASSERT_EQ(spnSuccess, spnLaunchKernel(function, 1, 1, args));
  ASSERT_EQ(spnSuccess, spnMemcpy(&back, out, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(43, back);
  EXPECT_EQ(spnErrorInvalidConfiguration, spnLaunchKernel(function, 0, 1, args));
  const char *name = nullptr;
  EXPECT_EQ(spnSuccess, spnFuncGetName(&name, store));
  EXPECT_EQ(spnSuccess, spnFree(out));
  spnGetLastError();
}

TEST(Launch, ExtendedAndCooperative) {
  int *out = nullptr, back = 0;
  ASSERT_EQ(spnSuccess, spnMalloc(&out, 4));
  spnLaunchAttribute attribute = {};
  attribute.id = spnLaunchAttributeCooperative;
  attribute.val.cooperative = 1;
  spnLaunchConfig_t config = {};
  config.gridDim = 1;
  config.blockDim = 32;
  config.attrs = &attribute;
  config.numAttrs = 1;
  ASSERT_EQ(spnSuccess, spnLaunchKernelEx(&config, store, out, 5));
  ASSERT_EQ(spnSuccess, spnMemcpy(&back, out, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(5, back);
  int blocks = 0, processors = 0, value = 6;
  ASSERT_EQ(spnSuccess, spnOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, store, 1024, 0));
  ASSERT_EQ(spnSuccess, spnDeviceGetAttribute(&processors, spnDevAttrMultiProcessorCount, 0));
  EXPECT_GE(blocks, 1);
  void *args[] = {&out, &value};
  EXPECT_EQ(spnSuccess, spnLaunchCooperativeKernel(store, blocks * processors, 1024, args));
  EXPECT_EQ(spnErrorCooperativeLaunchTooLarge,
            spnLaunchCooperativeKernel(store, blocks * processors + 1, 1024, args));
  EXPECT_EQ(spnSuccess, spnFree(out));
  spnGetLastError();
}

TEST(Launch, AttributesAndOccupancy) {
  EXPECT_EQ(spnSuccess,
            spnFuncSetAttribute(store, spnFuncAttributeMaxDynamicSharedMemorySize, 65536));
  spnFuncAttributes attributes;
  ASSERT_EQ(spnSuccess, spnFuncGetAttributes(&attributes, store));
  EXPECT_EQ(65536, attributes.maxDynamicSharedSizeBytes);
  EXPECT_EQ(1024, attributes.maxThreadsPerBlock);
  EXPECT_EQ(spnErrorInvalidValue,
            spnFuncSetAttribute(store, spnFuncAttributeMaxDynamicSharedMemorySize, 1 << 30));
  int grid = 0, block = 0;
  ASSERT_EQ(spnSuccess, spnOccupancyMaxPotentialBlockSize(&grid, &block, store));
  EXPECT_GT(grid, 0);
  EXPECT_EQ(0, block % 32);
  ASSERT_EQ(spnSuccess, spnOccupancyMaxPotentialBlockSize(&grid, &block, store, 0, 100));
  EXPECT_LE(block, 100);
  spnGetLastError();
}

} // namespace
