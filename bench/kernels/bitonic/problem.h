// SPDX-License-Identifier: Apache-2.0
// Bitonic sort: short distances in shared memory, long ones by a launch each.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 4096 : 1 << 17) {}
  bench::Work work() const {
    int levels = 0;
    for (int i = n; i > 1; i /= 2)
      ++levels;
    return {8.0 * n, 1.0 * n * levels * (levels + 1) / 4, 8.0 * n, 0};
  }
  std::vector<unsigned> keys() const {
    bench::Random random(13);
    std::vector<unsigned> all(n);
    for (unsigned &key : all)
      key = random.next();
    return all;
  }
};
