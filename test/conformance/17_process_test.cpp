// SPDX-License-Identifier: Apache-2.0
// Launches around the ends of a process: in a forked child, while other threads or streams still
// have work, from a host function, from destructors of the program's own globals. Each happens in a
// process of its own, with both ways to execute streams, and must neither hang nor crash.
#include "device_array.h"
#include "rerun.h"
#include "sampan/kernel.h"

#include <atomic>
#include <thread>

namespace {

constexpr unsigned blocks = 64, threads = 64;

__global__ void addOne(unsigned *values, int rounds) {
  SPN_KERNEL_BEGIN
  unsigned &value = values[blockIdx.x * blockDim.x + threadIdx.x];
  const unsigned before = value;
  for (int i = 0; i < rounds; ++i)
    value = before + 1 + (value & 0); // long enough for helpers to come
  SPN_KERNEL_END
}

bool launchWorks(unsigned *values, spnStream_t stream = nullptr) {
  if (spnStreamSynchronize(stream) != spnSuccess)
    return false;
  const unsigned before = values[blocks * threads - 1];
  spnLaunch(addOne, blocks, threads, 0, stream, values, 1000);
  if (spnGetLastError() != spnSuccess || spnStreamSynchronize(stream) != spnSuccess)
    return false;
  for (unsigned i = 0; i < blocks * threads; ++i)
    if (values[i] != before + 1)
      return false;
  return true;
}

/// Lives as long as the process: nothing of it may be freed before the last launch.
unsigned *memory() {
  static unsigned *const values = [] {
    void *pointer = nullptr;
    EXPECT_EQ(spnSuccess, spnMalloc(&pointer, blocks * threads * sizeof(unsigned)));
    EXPECT_EQ(spnSuccess, spnMemset(pointer, 0, blocks * threads * sizeof(unsigned)));
    return static_cast<unsigned *>(pointer);
  }();
  return values;
}

void queueWork(spnStream_t stream) {
  for (int i = 0; i < 100; ++i)
    spnLaunch(addOne, blocks, threads, 0, stream, memory(), 100);
}

struct LastWords {
  unsigned *values = nullptr;
  spnStream_t stream = nullptr;
  ~LastWords() {
    if (!values)
      return;
    const bool right = launchWorks(values, stream);
    if (!right || spnStreamDestroy(stream) != spnSuccess || spnFree(values) != spnSuccess)
      _exit(9);
    std::puts("launched by a destructor");
    std::fflush(stdout);
  }
} lastWords; // its destructor runs after those of everything that a test made

TEST(AtEnd, DISABLED_ForkedChild) {
  spnStream_t stream;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  ASSERT_TRUE(launchWorks(memory()));
  ASSERT_TRUE(launchWorks(memory(), stream));
  queueWork(stream); // the parent's: its child neither runs it nor waits for it
  const pid_t child = fork();
  if (child == 0) {
    spnStream_t own;
    unsigned *values = nullptr;
    const bool works = spnMalloc(reinterpret_cast<void **>(&values),
                                 blocks * threads * sizeof(unsigned)) == spnSuccess &&
                       spnMemset(values, 0, blocks * threads * sizeof(unsigned)) == spnSuccess &&
                       spnStreamCreate(&own) == spnSuccess && launchWorks(values) &&
                       launchWorks(values, own) && launchWorks(values, stream) &&
                       spnDeviceSynchronize() == spnSuccess && spnStreamDestroy(own) == spnSuccess;
    _exit(works ? 17 : 1);
  }
  int status = 0;
  ASSERT_EQ(child, waitpid(child, &status, 0));
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(17, WEXITSTATUS(status));
  ASSERT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_TRUE(launchWorks(memory(), stream));
}

TEST(AtEnd, DISABLED_ExitWithWorkQueued) {
  spnStream_t stream;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  queueWork(stream);
  std::exit(21);
}

TEST(AtEnd, DISABLED_ExitInAHostFunction) {
  spnStream_t stream;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  queueWork(stream);
  ASSERT_EQ(spnSuccess, spnLaunchHostFunc(stream, [](void *) { std::exit(22); }, nullptr));
  queueWork(stream);
  spnStreamSynchronize(stream);
  std::exit(1);
}

TEST(AtEnd, DISABLED_ExitWhileAnotherThreadLaunches) {
  static std::atomic<int> launches{0};
  std::thread([values = memory()] {
    for (;;) {
      spnLaunch(addOne, blocks, threads, 0, 0, values, 100);
      ++launches;
    }
  }).detach();
  while (launches < 20)
    std::this_thread::yield();
  std::exit(23);
}

TEST(AtEnd, DISABLED_DestructorOfAGlobal) {
  ASSERT_EQ(spnSuccess, spnStreamCreate(&lastWords.stream));
  spnLaunch(addOne, blocks, threads, 0, lastWords.stream, memory(), 100);
  lastWords.values = memory();
}

class AtEndInProcess : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override {
    if (deviceWorksByItself())
      GTEST_SKIP() << "the host's";
  }
  static Rerun run(const std::string &test) {
    return rerun(std::string(GetParam()) + " timeout 120", "AtEnd.DISABLED_" + test);
  }
};

TEST_P(AtEndInProcess, ForkedChildLaunches) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
  GTEST_SKIP() << "ThreadSanitizer ends a child that starts threads";
#endif
#endif
  const Rerun result = run("ForkedChild");
  EXPECT_EQ(0, result.status) << result.output;
}

TEST_P(AtEndInProcess, ExitLeavesQueuedWork) {
  const Rerun result = run("ExitWithWorkQueued");
  EXPECT_EQ(21, result.status) << result.output;
}

TEST_P(AtEndInProcess, HostFunctionsMayExit) {
  const Rerun result = run("ExitInAHostFunction");
  EXPECT_EQ(22, result.status) << result.output;
}

TEST_P(AtEndInProcess, OtherThreadsMayLaunchMeanwhile) {
  const Rerun result = run("ExitWhileAnotherThreadLaunches");
  EXPECT_EQ(23, result.status) << result.output;
}

TEST_P(AtEndInProcess, DestructorsOfGlobalsMayLaunch) {
  const Rerun result = run("DestructorOfAGlobal");
  EXPECT_EQ(0, result.status) << result.output;
  EXPECT_NE(std::string::npos, result.output.find("launched by a destructor")) << result.output;
}

INSTANTIATE_TEST_SUITE_P(Streams, AtEndInProcess,
                         testing::Values("SAMPAN_STREAMS=caller", "SAMPAN_STREAMS=threads"),
                         [](const auto &info) {
                           return std::string(info.param).substr(std::strlen("SAMPAN_STREAMS="));
                         });

} // namespace
