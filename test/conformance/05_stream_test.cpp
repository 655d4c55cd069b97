// SPDX-License-Identifier: Apache-2.0
// Streams: order within and between them, in caller mode and with a thread per stream.
#include "device_list.h"
#include "rerun.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace {

spnStream_t makeStream(unsigned flags = spnStreamDefault) {
  spnStream_t stream = nullptr;
  EXPECT_EQ(spnSuccess, spnStreamCreateWithFlags(&stream, flags));
  return stream;
}

/// Work that takes long enough to show a missing wait.
void slow(void *) { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

TEST(Stream, HandlesAreChecked) {
  spnStream_t stream = makeStream(spnStreamNonBlocking);
  unsigned flags = 0;
  int priority = 1, least = 1, greatest = 1;
  EXPECT_EQ(spnSuccess, spnStreamGetFlags(stream, &flags));
  EXPECT_EQ(unsigned(spnStreamNonBlocking), flags);
  EXPECT_EQ(spnSuccess, spnDeviceGetStreamPriorityRange(&least, &greatest));
  EXPECT_GT(least, greatest);
  spnStream_t urgent = nullptr;
  EXPECT_EQ(spnSuccess, spnStreamCreateWithPriority(&urgent, 0, -100));
  EXPECT_EQ(spnSuccess, spnStreamGetPriority(urgent, &priority));
  EXPECT_EQ(greatest, priority);
  EXPECT_EQ(spnSuccess, spnStreamDestroy(urgent));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnStreamSynchronize(stream));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnStreamDestroy(stream));
  EXPECT_EQ(spnErrorInvalidValue, spnStreamCreateWithFlags(&stream, 99));
  spnGetLastError();
}

TEST(Stream, OperationsKeepTheirOrder) {
  List list;
  spnStream_t stream = makeStream();
  std::vector<int> expected;
  for (int i = 0; i < 20; ++i) {
    spnLaunch(append, 1, 1, 0, stream, list.data, i);
    expected.push_back(i);
  }
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(expected, list.values());
  EXPECT_EQ(spnSuccess, spnStreamQuery(stream));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST(Stream, LegacyStreamWaitsForBlockingOnesAndTheyForIt) {
  List list;
  spnStream_t a = makeStream(), b = makeStream();
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(a, slow, nullptr));
  spnLaunch(append, 1, 1, 0, a, list.data, 1);
  spnLaunch(append, 1, 1, 0, 0, list.data, 2);
  spnLaunch(append, 1, 1, 0, b, list.data, 3);
  EXPECT_EQ(spnSuccess, spnDeviceSynchronize());
  EXPECT_EQ((std::vector<int>{1, 2, 3}), list.values());
  EXPECT_EQ(spnSuccess, spnStreamDestroy(a));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(b));
}

TEST(Stream, EventsOrderStreams) {
  List list;
  spnStream_t a = makeStream(spnStreamNonBlocking), b = makeStream(spnStreamNonBlocking);
  spnEvent_t event = nullptr;
  ASSERT_EQ(spnSuccess, spnEventCreate(&event, spnEventDisableTiming));
  EXPECT_EQ(spnSuccess, spnStreamWaitEvent(b, event)); // not recorded: no wait
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(a, slow, nullptr));
  spnLaunch(append, 1, 1, 0, a, list.data, 1);
  EXPECT_EQ(spnSuccess, spnEventRecord(event, a));
  EXPECT_EQ(spnSuccess, spnStreamWaitEvent(b, event));
  spnLaunch(append, 1, 1, 0, b, list.data, 2);
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(b));
  EXPECT_EQ((std::vector<int>{1, 2}), list.values());
  EXPECT_EQ(spnSuccess, spnEventDestroy(event));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(a));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(b));
}

TEST(Stream, CallbacksAndDestructionWhileBusy) {
  spnStream_t stream = makeStream();
  static std::atomic<int> calls{0};
  calls = 0;
  auto callback = [](spnStream_t, spnError_t status, void *data) {
    EXPECT_EQ(spnSuccess, status);
    *static_cast<std::atomic<int> *>(data) += 1;
  };
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(stream, slow, nullptr));
  EXPECT_EQ(spnSuccess, spnStreamAddCallback(stream, callback, &calls, 0));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  for (int i = 0; i < 2000 && !calls; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(1, calls);
}

TEST(Stream, OneStreamFromManyThreads) {
  List list;
  spnStream_t stream = makeStream();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i)
        spnLaunch(append, 1, 1, 0, stream, list.data, i);
      EXPECT_EQ(spnSuccess, spnGetLastError());
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(200u, list.values().size());
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST(Stream, PerThreadStreams) {
  List first, second;
  auto work = [](List &list) {
    for (int i = 0; i < 20; ++i)
      spnLaunch(append, 1, 1, 0, spnStreamPerThread, list.data, i);
    EXPECT_EQ(spnSuccess, spnStreamSynchronize(spnStreamPerThread));
    EXPECT_EQ(20u, list.values().size());
  };
  std::thread a([&] { work(first); }), b([&] { work(second); });
  a.join();
  b.join();
}

TEST(Stream, Attributes) {
  spnStream_t a = makeStream(), b = makeStream();
  spnStreamAttrValue value = {}, back = {};
  value.accessPolicyWindow.num_bytes = 77;
  EXPECT_EQ(spnSuccess, spnStreamSetAttribute(a, spnStreamAttributeAccessPolicyWindow, &value));
  EXPECT_EQ(spnSuccess, spnStreamCopyAttributes(b, a));
  EXPECT_EQ(spnSuccess, spnStreamGetAttribute(b, spnStreamAttributeAccessPolicyWindow, &back));
  EXPECT_EQ(77u, back.accessPolicyWindow.num_bytes);
  EXPECT_EQ(spnSuccess, spnStreamDestroy(a));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(b));
}

TEST(StreamModes, TheSameWithThreads) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "streams are queues of the device";
  const Rerun result = rerun("SAMPAN_STREAMS=threads", "Stream.*:StreamThreads.*");
  EXPECT_EQ(0, result.status) << result.output;
}

__global__ void waitFor(int *flag) {
  SPN_KERNEL_BEGIN
  while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE))
    ::spn::detail::spinHint();
  SPN_KERNEL_END
}

TEST(StreamThreads, DISABLED_LaunchReturnsWhileTheKernelWaitsForTheHost) {
  int *flag = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocManaged(&flag, 4));
  *flag = 0;
  spnStream_t stream = makeStream(spnStreamNonBlocking);
  spnLaunch(waitFor, 1, 1, 0, stream, flag);
  EXPECT_EQ(spnErrorNotReady, spnStreamQuery(stream));
  __atomic_store_n(flag, 1, __ATOMIC_RELEASE);
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  EXPECT_EQ(spnSuccess, spnFree(flag));
  spnGetLastError();
}

TEST(StreamStall, DISABLED_KernelOutlastsTheLimit) {
  int *flag = nullptr;
  ASSERT_EQ(spnSuccess, spnMallocManaged(&flag, 4));
  *flag = 0;
  std::thread release([flag] {
    std::this_thread::sleep_for(std::chrono::milliseconds(2000));
    __atomic_store_n(flag, 1, __ATOMIC_RELEASE);
  });
  spnLaunch(waitFor, 1, 1, 0, 0, flag);
  EXPECT_EQ(spnSuccess, spnDeviceSynchronize());
  release.join();
  EXPECT_EQ(spnSuccess, spnFree(flag));
}

TEST(StreamModes, AdviceForAKernelThatWaits) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "streams are queues of the device";
  const Rerun result = rerun("SAMPAN_STALL_SECONDS=1", "StreamStall.DISABLED_*");
  EXPECT_EQ(0, result.status) << result.output;
  EXPECT_NE(std::string::npos, result.output.find("SAMPAN_STREAMS=threads")) << result.output;
  EXPECT_NE(std::string::npos, result.output.find("waitFor")) << result.output;
}

} // namespace
