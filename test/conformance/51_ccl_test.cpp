// SPDX-License-Identifier: Apache-2.0
// Collective communication with NCCL's shape, between two devices of this process.
#include "sampan/bf16.h"
#include "sampan/ccl.h"
#include "sampan/fp16.h"
#include "sampan/runtime.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

namespace {

constexpr int ranks = 2;

bool onAscend() {
  const char *backend = std::getenv("SAMPAN_BACKEND");
  return backend && !std::strcmp(backend, "ascend");
}

/// Memory of one rank's device.
template <class T> class Buffer {
public:
  Buffer(int rank, const std::vector<T> &values) : device(rank), count(values.size()) {
    spnSetDevice(device);
    EXPECT_EQ(spnSuccess, spnMalloc(&data, count * sizeof(T)));
    EXPECT_EQ(spnSuccess, spnMemcpy(data, values.data(), count * sizeof(T), spnMemcpyHostToDevice));
  }
  ~Buffer() {
    spnSetDevice(device);
    spnFree(data);
  }
  Buffer(const Buffer &) = delete;
  Buffer &operator=(const Buffer &) = delete;
  std::vector<T> values() const {
    std::vector<T> result(count);
    spnSetDevice(device);
    EXPECT_EQ(spnSuccess, spnDeviceSynchronize());
    EXPECT_EQ(spnSuccess, spnMemcpy(result.data(), data, count * sizeof(T), spnMemcpyDeviceToHost));
    return result;
  }
  T *data = nullptr;

private:
  int device;
  std::size_t count;
};

struct Ccl : testing::Test {
  void SetUp() override {
    int devices = 0;
    ASSERT_EQ(spnSuccess, spnGetDeviceCount(&devices));
    ASSERT_LE(ranks, devices) << "SAMPAN_HOST_DEVICES";
    ASSERT_EQ(spncclSuccess, spncclCommInitAll(comms, ranks, nullptr))
        << spncclGetLastError(nullptr);
    for (int r = 0; r < ranks; ++r) {
      spnSetDevice(r);
      ASSERT_EQ(spnSuccess, spnStreamCreateWithFlags(&streams[r], spnStreamNonBlocking));
    }
  }
  void TearDown() override {
    for (int r = 0; r < ranks; ++r) {
      EXPECT_EQ(spncclSuccess, spncclCommDestroy(comms[r]));
      spnSetDevice(r);
      EXPECT_EQ(spnSuccess, spnStreamDestroy(streams[r]));
    }
    spnSetDevice(0);
    if (void *misuses = dlsym(RTLD_DEFAULT, "ascendDoubleMisuses")) {
      EXPECT_EQ(0u, reinterpret_cast<unsigned (*)()>(misuses)());
    }
  }
  /// Calls body(rank) for each rank within a group.
  template <class Body> spncclResult_t together(Body body) {
    EXPECT_EQ(spncclSuccess, spncclGroupStart());
    for (int r = 0; r < ranks; ++r)
      EXPECT_EQ(spncclSuccess, body(r));
    return spncclGroupEnd();
  }
  spncclComm_t comms[ranks] = {};
  spnStream_t streams[ranks] = {};
};

TEST_F(Ccl, CommunicatorsKnowTheirPlace) {
  for (int r = 0; r < ranks; ++r) {
    int count = 0, rank = -1, device = -1;
    EXPECT_EQ(spncclSuccess, spncclCommCount(comms[r], &count));
    EXPECT_EQ(spncclSuccess, spncclCommUserRank(comms[r], &rank));
    EXPECT_EQ(spncclSuccess, spncclCommCuDevice(comms[r], &device));
    EXPECT_EQ(ranks, count);
    EXPECT_EQ(r, rank);
    EXPECT_EQ(r, device);
  }
}

TEST_F(Ccl, AllReduce) {
  const Buffer<float> a(0, {1, 2, 3}), b(1, {10, -20, 30}), x(0, {0, 0, 0}), y(1, {0, 0, 0});
  const float *send[] = {a.data, b.data};
  float *receive[] = {x.data, y.data};
  const std::pair<spncclRedOp_t, std::vector<float>> cases[] = {{spncclSum, {11, -18, 33}},
                                                                {spncclProd, {10, -40, 90}},
                                                                {spncclMax, {10, 2, 30}},
                                                                {spncclMin, {1, -20, 3}}};
  for (const auto &[op, expected] : cases) {
    const spncclRedOp_t own = op;
    ASSERT_EQ(spncclSuccess, together([&](int r) {
                return spncclAllReduce(send[r], receive[r], 3, spncclFloat, own, comms[r],
                                       streams[r]);
              }));
    EXPECT_EQ(expected, x.values());
    EXPECT_EQ(expected, y.values());
  }
  const spncclResult_t average = together([&](int r) {
    return spncclAllReduce(send[r], receive[r], 3, spncclFloat, spncclAvg, comms[r], streams[r]);
  });
  if (onAscend()) {
    EXPECT_EQ(spncclInvalidUsage, average);
    EXPECT_NE(nullptr, std::strstr(spncclGetLastError(nullptr), "average"));
  } else {
    EXPECT_EQ(spncclSuccess, average);
    EXPECT_EQ((std::vector<float>{5.5, -9, 16.5}), x.values());
  }
}

TEST_F(Ccl, InPlaceAndInOtherTypes) {
  const Buffer<long long> a(0, {1LL << 40, 5}), b(1, {1, -7});
  long long *both[] = {a.data, b.data};
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclAllReduce(both[r], both[r], 2, spncclInt64, spncclSum, comms[r],
                                     streams[r]);
            }));
  EXPECT_EQ((std::vector<long long>{(1LL << 40) + 1, -2}), a.values());
  EXPECT_EQ(a.values(), b.values());
  const Buffer<__half> c(0, {1.5f, 2.f}), d(1, {0.25f, -2.f});
  __half *halves[] = {c.data, d.data};
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclAllReduce(halves[r], halves[r], 2, spncclHalf, spncclSum, comms[r],
                                     streams[r]);
            }));
  EXPECT_EQ(1.75f, static_cast<float>(c.values()[0]));
  EXPECT_EQ(0.f, static_cast<float>(d.values()[1]));
}

TEST_F(Ccl, RootsGiveAndTake) {
  const Buffer<int> a(0, {1, 2}), b(1, {3, 4}), x(0, {0, 0}), y(1, {0, 0});
  const int *send[] = {a.data, b.data};
  int *receive[] = {x.data, y.data};
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclBroadcast(send[r], receive[r], 2, spncclInt, 1, comms[r], streams[r]);
            }));
  EXPECT_EQ((std::vector<int>{3, 4}), x.values());
  EXPECT_EQ((std::vector<int>{3, 4}), y.values());
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclReduce(send[r], receive[r], 2, spncclInt, spncclSum, 0, comms[r],
                                  streams[r]);
            }));
  EXPECT_EQ((std::vector<int>{4, 6}), x.values());
  EXPECT_EQ((std::vector<int>{3, 4}), y.values()); // only the root's changes
}

TEST_F(Ccl, GatherAndScatter) {
  const Buffer<int> a(0, {1, 2}), b(1, {3, 4}), x(0, {0, 0, 0, 0}), y(1, {0, 0, 0, 0});
  const int *send[] = {a.data, b.data};
  int *receive[] = {x.data, y.data};
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclAllGather(send[r], receive[r], 2, spncclInt, comms[r], streams[r]);
            }));
  EXPECT_EQ((std::vector<int>{1, 2, 3, 4}), x.values());
  EXPECT_EQ(x.values(), y.values());
  const Buffer<int> own(0, {0, 0}), other(1, {0, 0});
  int *parts[] = {own.data, other.data};
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclReduceScatter(receive[r], parts[r], 2, spncclInt, spncclSum, comms[r],
                                         streams[r]);
            }));
  EXPECT_EQ((std::vector<int>{2, 4}), own.values());
  EXPECT_EQ((std::vector<int>{6, 8}), other.values());
}

TEST_F(Ccl, MessagesBothWays) {
  const Buffer<int> a(0, {1, 2}), b(1, {3, 4}), x(0, {0, 0}), y(1, {0, 0});
  const int *send[] = {a.data, b.data};
  int *receive[] = {x.data, y.data};
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              EXPECT_EQ(spncclSuccess,
                        spncclSend(send[r], 2, spncclInt, 1 - r, comms[r], streams[r]));
              return spncclRecv(receive[r], 2, spncclInt, 1 - r, comms[r], streams[r]);
            }));
  EXPECT_EQ((std::vector<int>{3, 4}), x.values());
  EXPECT_EQ((std::vector<int>{1, 2}), y.values());
}

TEST_F(Ccl, OperationsFollowWhatIsInTheirStreams) {
  const Buffer<int> a(0, {0}), b(1, {0});
  int *both[] = {a.data, b.data};
  const int values[] = {5, 7};
  int results[ranks] = {};
  for (int r = 0; r < ranks; ++r) {
    spnSetDevice(r);
    ASSERT_EQ(spnSuccess,
              spnMemcpyAsync(both[r], &values[r], 4, spnMemcpyHostToDevice, streams[r]));
  }
  ASSERT_EQ(spncclSuccess, together([&](int r) {
              return spncclAllReduce(both[r], both[r], 1, spncclInt, spncclSum, comms[r],
                                     streams[r]);
            }));
  for (int r = 0; r < ranks; ++r) {
    spnSetDevice(r);
    ASSERT_EQ(spnSuccess,
              spnMemcpyAsync(&results[r], both[r], 4, spnMemcpyDeviceToHost, streams[r]));
    ASSERT_EQ(spnSuccess, spnStreamSynchronize(streams[r]));
    EXPECT_EQ(12, results[r]);
  }
}

TEST_F(Ccl, AThreadPerRank) {
  spncclUniqueId id;
  ASSERT_EQ(spncclSuccess, spncclGetUniqueId(&id));
  int results[ranks] = {};
  std::vector<std::thread> threads;
  for (int r = 0; r < ranks; ++r)
    threads.emplace_back([&, r] {
      spnSetDevice(r);
      spncclComm_t comm = nullptr;
      EXPECT_EQ(spncclSuccess, spncclCommInitRank(&comm, ranks, id, r));
      const Buffer<int> own(r, {r + 1});
      for (int again = 0; again < 3; ++again)
        EXPECT_EQ(spncclSuccess,
                  spncclAllReduce(own.data, own.data, 1, spncclInt, spncclSum, comm, nullptr));
      results[r] = own.values()[0];
      EXPECT_EQ(spncclSuccess, spncclCommDestroy(comm));
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(12, results[0]); // 1 + 2, doubled twice
  EXPECT_EQ(12, results[1]);
}

TEST_F(Ccl, WrongArgumentsAreRefused) {
  const Buffer<int> a(0, {1});
  EXPECT_EQ(spncclInvalidArgument,
            spncclAllReduce(a.data, a.data, 1, spncclInt, spncclSum, nullptr, nullptr));
  EXPECT_EQ(spncclInvalidArgument, spncclBcast(a.data, 1, spncclInt, ranks, comms[0], streams[0]));
  EXPECT_EQ(spncclInvalidArgument,
            spncclAllReduce(a.data, a.data, 1, spncclNumTypes, spncclSum, comms[0], streams[0]));
  EXPECT_EQ(spncclInvalidUsage, spncclGroupEnd());
  spncclComm_t comm = nullptr;
  spncclUniqueId id = {};
  EXPECT_EQ(spncclInvalidArgument, spncclCommInitRank(&comm, 1, id, 0));
  EXPECT_EQ(spncclInvalidArgument, spncclCommInitAll(&comm, 100, nullptr));
  EXPECT_STREQ("no error", spncclGetErrorString(spncclSuccess));
}

} // namespace
