// SPDX-License-Identifier: Apache-2.0
// Four host threads, each with a stream of its own that it launches to.
#pragma once
#include "harness/harness.h"

#include <thread>

struct Problem {
  int n, steps;
  static constexpr int hosts = 4;
  explicit Problem(bool small) : n(small ? 5000 : 1 << 16), steps(small ? 3 : 20) {}
  bench::Work work() const { return {0, 0, 0, 1e-5}; }
  std::vector<float> values() const { return bench::randomFloats(n * hosts, 1, 0, 1); }

  /// Calls `body` with the number of each host thread, in that thread.
  template <class Body> static void inEach(Body body) {
    std::vector<std::thread> threads;
    for (int host = 0; host < hosts; ++host)
      threads.emplace_back([=] { body(host); });
    for (std::thread &thread : threads)
      thread.join();
  }
};
