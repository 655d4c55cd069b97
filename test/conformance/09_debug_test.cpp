// SPDX-License-Identifier: Apache-2.0
// Debug mode names the allocation behind a mistake; the log shows what a program asks for.
#include "rerun.h"
#include "sampan/kernel.h"

#include <gtest/gtest.h>

#include <string>

namespace {

__global__ void nothing(){SPN_KERNEL_BEGIN SPN_KERNEL_END}

/// Runs one of the DISABLED_ tests below under debug mode.
std::string debug(const std::string &test) {
  const Rerun result = rerun("SAMPAN_DEBUG=memory", "Mistake.DISABLED_" + test);
  EXPECT_EQ(0, result.status) << result.output;
  return result.output;
}

#define EXPECT_SAYS(output, text)                                                                  \
  EXPECT_NE(std::string::npos, (output).find(text)) << "expected: " << text << "\n" << (output)

TEST(Mistake, DISABLED_BeyondTheEnd) {
  char *pointer = nullptr, data[200] = {};
  ASSERT_EQ(spnSuccess, spnMalloc(&pointer, 100));
  EXPECT_EQ(spnErrorInvalidValue, spnMemcpy(pointer + 50, data, 60, spnMemcpyHostToDevice));
  EXPECT_EQ(spnErrorInvalidValue, spnMemset(pointer, 0, 101));
  EXPECT_EQ(spnSuccess, spnMemset(pointer, 0, 100));
  EXPECT_EQ(spnSuccess, spnFree(pointer));
}

TEST(Debug, BeyondTheEnd) {
  const std::string output = debug("BeyondTheEnd");
  EXPECT_SAYS(output, "spnMemcpy writes to 60 bytes at offset 50, 10 beyond the end of allocation");
  EXPECT_SAYS(output, "(100 bytes of device memory");
  EXPECT_SAYS(output, "spnMemset");
}

TEST(Mistake, DISABLED_Freed) {
  char *pointer = nullptr, data[100] = {};
  ASSERT_EQ(spnSuccess, spnMalloc(&pointer, 100));
  ASSERT_EQ(spnSuccess, spnFree(pointer));
  EXPECT_EQ(spnErrorInvalidValue, spnMemcpy(data, pointer, 100, spnMemcpyDeviceToHost));
  EXPECT_EQ(spnErrorInvalidValue, spnFree(pointer));
}

TEST(Debug, UseAndFreeAfterFree) {
  const std::string output = debug("Freed");
  EXPECT_SAYS(output, "which was freed: allocation 1");
  EXPECT_SAYS(output, "freed before: allocation 1");
}

TEST(Mistake, DISABLED_Foreign) {
  char data[100] = {}, other[100] = {};
  EXPECT_EQ(spnErrorInvalidValue, spnMemcpy(data, other, 100, spnMemcpyHostToDevice));
  EXPECT_EQ(spnErrorInvalidValue, spnFree(data));
  char *pointer = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocHost(&pointer, 100));
  EXPECT_EQ(spnErrorInvalidValue, spnFree(pointer));
  EXPECT_EQ(spnErrorInvalidValue, spnFreeHost(pointer + 1));
  EXPECT_EQ(spnSuccess, spnFreeHost(pointer));
}

TEST(Debug, ForeignPointers) {
  const std::string output = debug("Foreign");
  EXPECT_SAYS(output, "as device memory, but it is none");
  EXPECT_SAYS(output, "not memory that the runtime allocated");
  EXPECT_SAYS(output, "wrong function for allocation");
  EXPECT_SAYS(output, "inside of, not the start of allocation");
}

TEST(Mistake, DISABLED_Leak) {
  void *pointer = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&pointer, 12345));
}

TEST(Debug, LeaksAtExit) {
  const std::string output = debug("Leak");
  EXPECT_SAYS(output, "not freed: allocation 1 (12345 bytes of device memory");
  EXPECT_SAYS(output, "1 allocations with 12345 bytes were not freed");
}

TEST(Logged, DISABLED_Calls) {
  void *pointer = nullptr;
  EXPECT_EQ(spnSuccess, spnMalloc(&pointer, 777));
  EXPECT_EQ(spnErrorInvalidDevice, spnSetDevice(5555));
  spnLaunch(nothing, 3, 5, 0, 0);
  EXPECT_EQ(spnSuccess, spnFree(pointer));
}

TEST(Log, TellsWhatItIsAskedTo) {
  const Rerun all = rerun("SAMPAN_LOG=api,mem,launch", "Logged.DISABLED_*");
  EXPECT_SAYS(all.output, "api: spnMalloc -> ok");
  EXPECT_SAYS(all.output, "api: spnSetDevice -> cudaErrorInvalidDevice");
  EXPECT_SAYS(all.output, "777 bytes of device memory");
  EXPECT_SAYS(all.output, "<<<(3,1,1), (5,1,1), 0>>>");
  const Rerun some = rerun("SAMPAN_LOG=launch", "Logged.DISABLED_*");
  EXPECT_EQ(std::string::npos, some.output.find("api:")) << some.output;
}

} // namespace
