// SPDX-License-Identifier: Apache-2.0
// Blocks of which some have a hundred times the work of others, the last one among them.
#pragma once
#include "harness/harness.h"

struct Problem {
  int blocks, rounds;
  static constexpr int threads = 64;
  explicit Problem(bool small) : blocks(small ? 40 : 1000), rounds(small ? 2 : 20) {}
  bench::Work work() const { return {0, 0, 0, 1e-6}; }
  std::vector<int> roundsOfBlocks() const {
    bench::Random random(5);
    std::vector<int> all(static_cast<std::size_t>(blocks), rounds);
    for (int &some : all)
      if (random.next() % 50 == 0)
        some *= 100;
    all.back() = rounds * 100;
    return all;
  }
};
