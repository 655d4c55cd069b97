// SPDX-License-Identifier: Apache-2.0
// The OS threads that help with grids: no more of them than asked for, asleep when there is nothing
// to do, and results that depend neither on their number, nor on how uneven the blocks are, nor on
// how many host threads launch.
#include "device_array.h"
#include "rerun.h"
#include "sampan/kernel.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

/// Every block counts up as often as its entry says.
__global__ void countUp(const int *rounds, unsigned *counts) {
  SPN_KERNEL_BEGIN
  unsigned &count = counts[blockIdx.x * blockDim.x + threadIdx.x];
  for (int i = 0; i < rounds[blockIdx.x]; ++i)
    count = count + 1;
  SPN_KERNEL_END
}

constexpr unsigned blocks = 200, threads = 32;
constexpr int steps = 400;

/// Some blocks have a hundred times the work of others; the last one has.
void fillUneven(DeviceArray<int> &rounds) {
  for (unsigned b = 0; b < blocks; ++b)
    rounds[b] = b % 40 == 39 ? 100 * steps : steps;
}

void launchUneven(int times) {
  spnStream_t stream;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  DeviceArray<int> rounds(blocks);
  fillUneven(rounds);
  DeviceArray<unsigned> counts(blocks * threads);
  for (int i = 0; i < times; ++i)
    spnLaunch(countUp, blocks, threads, 0, stream, rounds.data(), counts.data());
  ASSERT_EQ(spnSuccess, spnGetLastError());
  ASSERT_EQ(spnSuccess, spnStreamSynchronize(stream));
  for (unsigned i = 0; i < blocks * threads; ++i)
    ASSERT_EQ(static_cast<unsigned>(times * rounds[i / threads]), counts[i]) << "thread " << i;
  ASSERT_EQ(spnSuccess, spnStreamDestroy(stream));
}

void launchFromHostThreads(int count) {
  std::vector<std::thread> hosts;
  for (int i = 0; i < count; ++i)
    hosts.emplace_back([] { launchUneven(10); });
  for (std::thread &host : hosts)
    host.join();
}

/// The states of the OS threads of this process but the calling one: 'R' runs, 'S' sleeps.
std::string otherThreads() {
  std::string states;
  const std::string own = std::to_string(gettid());
  for (const auto &task : std::filesystem::directory_iterator("/proc/self/task")) {
    if (task.path().filename() == own)
      continue;
    std::ifstream file(task.path() / "stat");
    std::string line;
    std::getline(file, line);
    const std::size_t name = line.rfind(')');
    if (name != std::string::npos && name + 2 < line.size())
      states += line[name + 2];
  }
  return states;
}

TEST(Helpers, UnevenBlocksRunOnce) { launchUneven(20); }
TEST(Helpers, ManyHostThreadsLaunch) { launchFromHostThreads(6); }

TEST(HelpersByNumber, DISABLED_AreNoMoreThanAskedFor) {
  // What else the runtime starts with a first launch. A grid of one block asks nobody.
  DeviceArray<int> rounds(1, 1);
  DeviceArray<unsigned> counts(threads);
  spnLaunch(countUp, 1, threads, 0, 0, rounds.data(), counts.data());
  ASSERT_EQ(spnSuccess, finish());
  const std::size_t before = otherThreads().size();
  launchUneven(20);
  launchFromHostThreads(6);
  // A thread that was joined may be listed a little longer.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const std::size_t most = static_cast<std::size_t>(std::atoi(std::getenv("SAMPAN_THREADS"))) - 1;
  while (otherThreads().size() > before + most && std::chrono::steady_clock::now() < end)
    std::this_thread::yield();
  EXPECT_LE(otherThreads().size(), before + most);
}

class HelpersInProcess : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override {
    if (deviceWorksByItself())
      GTEST_SKIP() << "the host's";
  }
};

TEST_P(HelpersInProcess, MakeNoDifference) {
  const Rerun result =
      rerun(std::string("SAMPAN_THREADS=") + GetParam(), "Helpers.*:HelpersByNumber.*");
  EXPECT_EQ(0, result.status) << result.output;
}

// One, a few, and more than most machines have processors.
INSTANTIATE_TEST_SUITE_P(Threads, HelpersInProcess, testing::Values("1", "3", "40"));

TEST(Helpers, SleepWhileTheHostWorks) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "the host's";
  launchUneven(20);
  std::string states;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  do // a thread that waits by spinning is never seen asleep
    states = otherThreads();
  while (states.find('R') != std::string::npos && std::chrono::steady_clock::now() < end);
  EXPECT_EQ(std::string::npos, states.find('R')) << states;
}

} // namespace
