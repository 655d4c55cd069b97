// SPDX-License-Identifier: Apache-2.0
// What only the Ascend back end has: variables that AscendCL finds, faults that come with the next
// wait, memory that the host may not touch, order that AscendCL itself does not keep.
#include "device_list.h"
#include "sampan/ascend/binary.h"
#include "sampan/runtime.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

// Of native_kernels.asc.
extern float table[8];
extern int counter;
void count(int *out);
extern int visits;
void increase(int *values, int n);
void together(int *values, int n);
void unequal(int *out);
void asserts(int *out);
extern "C" unsigned ascendDoubleMisuses();

namespace {

void appendFromBinary(int *list, int value) {
  spn::ascend::launchFromBinary(SAMPAN_TEST_NATIVE_BINARY, "append_simt", 1024, list, value);
}
void missingInBinary(int *list) {
  spn::ascend::launchFromBinary(SAMPAN_TEST_NATIVE_BINARY, "no_such_kernel", 1024, list);
}

void slow(void *) { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

struct Ascend : testing::Test {
  void TearDown() override { EXPECT_EQ(0u, ascendDoubleMisuses()); }
};

TEST_F(Ascend, ReportsTheChip) {
  spnDeviceProp properties;
  ASSERT_EQ(spnSuccess, spnGetDeviceProperties(&properties, 0));
  EXPECT_NE(nullptr, std::strstr(properties.name, "Ascend"));
  EXPECT_EQ(64, properties.multiProcessorCount);
  EXPECT_EQ(1, properties.managedMemory);
  EXPECT_EQ(0, properties.concurrentManagedAccess);
}

TEST_F(Ascend, KernelsSeeVariables) {
  const float values[8] = {0, 1, 2, 33, 4, 5, 6, 7};
  const int zero = 0;
  int result = 0, seen = 0, *out = nullptr;
  ASSERT_EQ(spnSuccess, spnMemcpyToSymbol(table, values, sizeof values));
  ASSERT_EQ(spnSuccess, spnMemcpyToSymbol(counter, &zero, sizeof zero));
  ASSERT_EQ(spnSuccess, spnMalloc(&out, sizeof *out));
  spnLaunch(count, dim3(40, 3, 2), 64, 0, 0, out); // more blocks than cores
  ASSERT_EQ(spnSuccess, spnGetLastError());
  ASSERT_EQ(spnSuccess, spnMemcpyFromSymbol(&result, counter, sizeof result));
  ASSERT_EQ(spnSuccess, spnMemcpy(&seen, out, sizeof seen, spnMemcpyDeviceToHost));
  EXPECT_EQ(40 * 3 * 2 * 64, result);
  EXPECT_EQ(33, seen);
  EXPECT_EQ(spnSuccess, spnFree(out));
}

TEST_F(Ascend, ManagedMemoryIsTheHostsWhenNothingRuns) {
  int *values = nullptr, copy[4] = {};
  ASSERT_EQ(spnSuccess, spnMallocManaged(&values, 4 * sizeof(int)));
  for (int i = 0; i < 4; ++i)
    values[i] = i;
  visits = 10;
  spnLaunch(increase, 1, 32, 0, 0, values + 1, 3);
  ASSERT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ(0, values[0]);
  EXPECT_EQ(4, values[3]);
  EXPECT_EQ(13, visits);
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  values[0] = 100;
  spnLaunch(increase, 1, 32, 0, stream, values, 4);
  EXPECT_EQ(spnSuccess, spnMemcpyAsync(copy, values, sizeof copy, spnMemcpyDefault, stream));
  spnLaunch(increase, 1, 32, 0, stream, values, 4); // the device's contents go on
  ASSERT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(101, copy[0]);
  EXPECT_EQ(102, values[0]);
  EXPECT_EQ(21, visits);
  EXPECT_EQ(spnSuccess, spnMemset(values, 0, 2 * sizeof(int)));
  ASSERT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ(0, values[1]);
  EXPECT_EQ(6, values[3]);
  EXPECT_EQ(spnSuccess, spnMemcpyFromSymbol(copy, visits, sizeof(int)));
  EXPECT_EQ(21, copy[0]);
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  EXPECT_EQ(spnSuccess, spnFree(values));
}

TEST_F(Ascend, KernelsReachMappedMemoryByAnAddressOfTheirOwn) {
  int *host = nullptr, *mapped = nullptr, copy[4] = {};
  ASSERT_EQ(spnSuccess,
            spnHostAlloc(reinterpret_cast<void **>(&host), 4 * sizeof(int), spnHostAllocMapped));
  for (int i = 0; i < 4; ++i)
    host[i] = 10 * i;
  ASSERT_EQ(spnSuccess, spnHostGetDevicePointer(reinterpret_cast<void **>(&mapped), host, 0));
  EXPECT_NE(host, mapped);
  spnLaunch(increase, 1, 32, 0, 0, mapped, 4);
  spnLaunch(increase, 1, 32, 0, 0, host + 2, 2); // one address space, as far as programs can tell
  ASSERT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ(1, host[0]);
  EXPECT_EQ(22, host[2]);
  EXPECT_EQ(spnSuccess, spnMemcpy(copy, mapped, sizeof copy, spnMemcpyDefault));
  EXPECT_EQ(32, copy[3]);
  EXPECT_EQ(spnSuccess, spnFreeHost(host));
}

TEST_F(Ascend, BlocksThatWaitForEachOtherNeedACoreEach) {
  int *values = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&values, sizeof(int)));
  spnLaunch(together, 64, 32, 0, 0, values, 0);
  EXPECT_EQ(spnSuccess, spnGetLastError());
  spnLaunch(together, 65, 32, 0, 0, values, 0);
  EXPECT_EQ(spnErrorCooperativeLaunchTooLarge, spnGetLastError());
  EXPECT_EQ(spnSuccess, spnFree(values));
}

// AscendCL's own copy would not wait for the stream.
TEST_F(Ascend, BlockingCopiesWaitForBlockingStreams) {
  List list;
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, slow, nullptr));
  spnLaunch(append, 1, 1, 0, stream, list.data, 5);
  EXPECT_EQ((std::vector<int>{5}), list.values());
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, slow, nullptr));
  spnLaunch(append, 1, 1, 0, stream, list.data, 6);
  EXPECT_EQ(spnSuccess, spnMemset(list.data, 0, 4));
  EXPECT_EQ((std::vector<int>{}), list.values());
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST_F(Ascend, NonBlockingStreamsDoNotWaitForTheDefaultOne) {
  List list;
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreateWithFlags(&stream, spnStreamNonBlocking));
  static std::atomic<bool> go;
  go = false;
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(
                            nullptr,
                            [](void *) {
                              while (!go)
                                std::this_thread::yield();
                            },
                            nullptr));
  spnLaunch(append, 1, 1, 0, stream, list.data, 1);
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream)); // would never end if it waited
  EXPECT_EQ(spnErrorNotReady, spnStreamQuery(nullptr));
  go = true;
  EXPECT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ(spnSuccess, spnStreamQuery(nullptr));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  spnGetLastError();
}

// It opens when a stream goes whose work it would have to wait for.
TEST_F(Ascend, StreamsMayGoBeforeTheDefaultStreamWasUsed) {
  ASSERT_EQ(spnSuccess, spnDeviceReset());
  spnStream_t streams[2] = {};
  static std::atomic<int> ran;
  ran = 0;
  for (spnStream_t &stream : streams) {
    ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
    EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, slow, nullptr));
    EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, [](void *) { ++ran; }, nullptr));
  }
  for (spnStream_t stream : streams)
    EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(nullptr));
  EXPECT_EQ(2, ran);
}

TEST_F(Ascend, FreeWaitsForTheKernelsThatUseTheMemory) {
  int *data = nullptr;
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreateWithFlags(&stream, spnStreamNonBlocking));
  ASSERT_EQ(spnSuccess, spnMalloc(&data, 4000));
  ASSERT_EQ(spnSuccess, spnMemset(data, 0, 4));
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, slow, nullptr));
  spnLaunch(append, 1, 1, 0, stream, data, 1);
  EXPECT_EQ(spnSuccess, spnFree(data)); // the kernel would fault
  EXPECT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST_F(Ascend, StreamOrderedMemoryIsUsedAgainOnlyAfterItsTurn) {
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  int *first = nullptr, *second = nullptr, *third = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocAsync(&first, 4000, stream));
  EXPECT_EQ(spnSuccess, spnMemsetAsync(first, 0, 4, stream));
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, slow, nullptr));
  spnLaunch(append, 1, 1, 0, stream, first, 1);
  EXPECT_EQ(spnSuccess, spnFreeAsync(first, stream));
  ASSERT_EQ(spnSuccess, spnMallocAsync(&second, 4000, stream));
  EXPECT_NE(first, second);
  EXPECT_EQ(spnSuccess, spnFreeAsync(second, stream));
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream));
  ASSERT_EQ(spnSuccess, spnMallocAsync(&third, 4000, stream));
  EXPECT_EQ(spnSuccess, spnFreeAsync(third, stream));
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST_F(Ascend, EachThreadMayCallAtOnce) {
  int *data = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&data, 400));
  std::thread([data] {
    int value = 7, back = 0;
    EXPECT_EQ(spnSuccess, spnMemcpy(data, &value, 4, spnMemcpyHostToDevice));
    EXPECT_EQ(spnSuccess, spnMemcpy(&back, data, 4, spnMemcpyDeviceToHost));
    EXPECT_EQ(7, back);
  }).join();
  EXPECT_EQ(spnSuccess, spnFree(data));
}

TEST_F(Ascend, EventsMeasureOnTheDevice) {
  spnEvent_t start = nullptr, stop = nullptr;
  ASSERT_EQ(spnSuccess, spnEventCreate(&start));
  ASSERT_EQ(spnSuccess, spnEventCreate(&stop));
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(spnSuccess, spnEventRecord(start));
    EXPECT_EQ(spnSuccess, spnLaunchHostFunc(nullptr, slow, nullptr));
    EXPECT_EQ(spnSuccess, spnEventRecord(stop));
    EXPECT_EQ(spnErrorNotReady, spnEventQuery(stop));
    EXPECT_EQ(spnSuccess, spnEventSynchronize(stop));
    float milliseconds = 0;
    EXPECT_EQ(spnSuccess, spnEventElapsedTime(&milliseconds, start, stop));
    EXPECT_GE(milliseconds, 25.f);
  }
  spnGetLastError();
  EXPECT_EQ(spnSuccess, spnEventDestroy(start));
  EXPECT_EQ(spnSuccess, spnEventDestroy(stop));
}

TEST_F(Ascend, DevicesHaveTheirOwnMemory) {
  int count = 0;
  ASSERT_EQ(spnSuccess, spnGetDeviceCount(&count));
  ASSERT_EQ(2, count);
  int *here = nullptr, *there = nullptr, value = 3, back = 0;
  ASSERT_EQ(spnSuccess, spnMalloc(&here, 4));
  ASSERT_EQ(spnSuccess, spnSetDevice(1));
  ASSERT_EQ(spnSuccess, spnMalloc(&there, 4));
  EXPECT_EQ(spnSuccess, spnDeviceEnablePeerAccess(0, 0));
  EXPECT_EQ(spnSuccess, spnMemcpy(there, &value, 4, spnMemcpyHostToDevice));
  EXPECT_EQ(spnSuccess, spnMemcpyPeer(here, 0, there, 1, 4));
  EXPECT_EQ(spnSuccess, spnFree(there));
  EXPECT_EQ(spnSuccess, spnDeviceDisablePeerAccess(0));
  ASSERT_EQ(spnSuccess, spnSetDevice(0));
  EXPECT_EQ(spnSuccess, spnMemcpy(&back, here, 4, spnMemcpyDeviceToHost));
  EXPECT_EQ(3, back);
  EXPECT_EQ(spnSuccess, spnFree(here));
}

TEST_F(Ascend, FaultsComeWithTheNextWaitAndStayUntilAReset) {
  int *out = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&out, 4));
  spnLaunch(unequal, 1, 64, 0, 0, out);
  EXPECT_EQ(spnSuccess, spnGetLastError());
  EXPECT_EQ(spnErrorLaunchFailure, spnDeviceSynchronize());
  EXPECT_EQ(spnErrorLaunchFailure, spnMemset(out, 0, 4));
  EXPECT_EQ(spnSuccess, spnDeviceReset());
  ASSERT_EQ(spnSuccess, spnMalloc(&out, 4));
  EXPECT_EQ(spnSuccess, spnMemset(out, 0, 4));
  EXPECT_EQ(spnSuccess, spnFree(out));
}

TEST_F(Ascend, AssertionsAreTheirOwnError) {
  int *out = nullptr;
  ASSERT_EQ(spnSuccess, spnMalloc(&out, 4));
  ASSERT_EQ(spnSuccess, spnMemset(out, 0, 4));
  spnLaunch(asserts, 1, 1, 0, 0, out);
  EXPECT_EQ(spnErrorAssert, spnDeviceSynchronize());
  EXPECT_EQ(spnSuccess, spnDeviceReset());
}

TEST_F(Ascend, KernelsOfABinaryFile) {
  List list;
  for (int value : {4, 5})
    spnLaunch(appendFromBinary, 1, 1, 0, 0, list.data, value);
  EXPECT_EQ(spnSuccess, spnGetLastError());
  EXPECT_EQ((std::vector<int>{4, 5}), list.values());
  spnLaunch(missingInBinary, 1, 1, 0, 0, list.data);
  EXPECT_EQ(spnErrorInvalidDeviceFunction, spnGetLastError());
}

TEST_F(Ascend, BlocksLargerThanTheKernelsBoundAreRefused) {
  List list;
  spnLaunch(append, 1, 1025, 0, 0, list.data, 1);
  EXPECT_EQ(spnErrorInvalidConfiguration, spnGetLastError());
  EXPECT_EQ((std::vector<int>{}), list.values());
}

} // namespace
