// SPDX-License-Identifier: Apache-2.0
// Events: recording, asking, waiting, measuring.
#include "rerun.h"
#include "sampan/runtime.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace {

void slow(void *) { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

spnEvent_t makeEvent(unsigned flags = spnEventDefault) {
  spnEvent_t event = nullptr;
  EXPECT_EQ(spnSuccess, spnEventCreateWithFlags(&event, flags));
  return event;
}

TEST(Event, MeasuresTime) {
  spnEvent_t start = makeEvent(), stop = makeEvent(spnEventBlockingSync);
  EXPECT_EQ(spnSuccess, spnEventRecord(start));
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(nullptr, slow, nullptr));
  EXPECT_EQ(spnSuccess, spnEventRecord(stop));
  EXPECT_EQ(spnSuccess, spnEventSynchronize(stop));
  EXPECT_EQ(spnSuccess, spnEventQuery(stop));
  float milliseconds = -1;
  ASSERT_EQ(spnSuccess, spnEventElapsedTime(&milliseconds, start, stop));
  EXPECT_GE(milliseconds, 19.f);
  EXPECT_LT(milliseconds, 5000.f);
  ASSERT_EQ(spnSuccess, spnEventElapsedTime(&milliseconds, stop, start));
  EXPECT_LT(milliseconds, 0.f);
  EXPECT_EQ(spnSuccess, spnEventDestroy(start));
  EXPECT_EQ(spnSuccess, spnEventDestroy(stop));
}

TEST(Event, ShortTimesAreNotZero) {
  spnEvent_t start = makeEvent(), stop = makeEvent();
  EXPECT_EQ(spnSuccess, spnEventRecord(start));
  EXPECT_EQ(spnSuccess, spnEventRecord(stop));
  EXPECT_EQ(spnSuccess, spnEventSynchronize(stop));
  float milliseconds = -1;
  ASSERT_EQ(spnSuccess, spnEventElapsedTime(&milliseconds, start, stop));
  EXPECT_GT(milliseconds, 0.f);
  EXPECT_EQ(spnSuccess, spnEventDestroy(start));
  EXPECT_EQ(spnSuccess, spnEventDestroy(stop));
}

TEST(Event, Errors) {
  spnEvent_t start = makeEvent(), stop = makeEvent(), untimed = makeEvent(spnEventDisableTiming);
  float milliseconds = 0;
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnEventElapsedTime(&milliseconds, start, stop));
  EXPECT_EQ(spnSuccess, spnEventRecord(start));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnEventElapsedTime(&milliseconds, start, stop));
  EXPECT_EQ(spnSuccess, spnEventRecord(untimed));
  EXPECT_EQ(spnSuccess, spnEventSynchronize(untimed));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnEventElapsedTime(&milliseconds, start, untimed));
  EXPECT_EQ(spnSuccess, spnEventQuery(stop)); // never recorded counts as done
  EXPECT_EQ(spnSuccess, spnEventDestroy(stop));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnEventRecord(stop));
  EXPECT_EQ(spnErrorInvalidResourceHandle, spnEventDestroy(stop));
  EXPECT_EQ(spnErrorInvalidValue, spnEventCreateWithFlags(&stop, 0x100));
  EXPECT_EQ(spnSuccess, spnEventDestroy(start));
  EXPECT_EQ(spnSuccess, spnEventDestroy(untimed));
  spnGetLastError();
}

TEST(Event, SharingBetweenProcessesIsNotSupported) {
  spnEvent_t event = nullptr;
  EXPECT_EQ(spnErrorNotSupported,
            spnEventCreateWithFlags(&event, spnEventInterprocess | spnEventDisableTiming));
  spnIpcMemHandle_t handle;
  EXPECT_EQ(spnErrorNotSupported, spnIpcGetMemHandle(&handle, &event));
  spnGetLastError();
}

TEST(EventThreads, DISABLED_NotReadyUntilReached) {
  spnEvent_t event = makeEvent();
  EXPECT_EQ(spnSuccess, spnLaunchHostFunc(nullptr, slow, nullptr));
  EXPECT_EQ(spnSuccess, spnEventRecord(event));
  EXPECT_EQ(spnErrorNotReady, spnEventQuery(event));
  float milliseconds = 0;
  EXPECT_EQ(spnErrorNotReady, spnEventElapsedTime(&milliseconds, event, event));
  EXPECT_EQ(spnSuccess, spnEventSynchronize(event));
  EXPECT_EQ(spnSuccess, spnEventQuery(event));
  EXPECT_EQ(spnSuccess, spnEventDestroy(event));
  spnGetLastError();
}

TEST(EventModes, TheSameWithThreads) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "streams are queues of the device";
  const Rerun result = rerun("SAMPAN_STREAMS=threads", "Event.*:EventThreads.*");
  EXPECT_EQ(0, result.status) << result.output;
}

} // namespace
