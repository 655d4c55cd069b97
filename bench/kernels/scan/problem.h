// SPDX-License-Identifier: Apache-2.0
// Inclusive prefix sums of integers: blocks, their totals, and the totals added back.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 4099 : 1 << 20) {}
  bench::Work work() const { return {8.0 * n, 0, 8.0 * n, 0}; }
  std::vector<int> values() const {
    bench::Random random(7);
    std::vector<int> all(n);
    for (int &value : all)
      value = static_cast<int>(random.next() % 100);
    return all;
  }
};
