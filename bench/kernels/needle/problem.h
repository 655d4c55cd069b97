// SPDX-License-Identifier: Apache-2.0
// Global alignment of two sequences: anti-diagonals of tiles by launches, and anti-diagonals of
// cells within a tile by barriers.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n, gap = 10; ///< a multiple of the tile's edge
  explicit Problem(bool small) : n(small ? 64 : 1024) {}
  std::size_t size() const { return static_cast<std::size_t>(n + 1) * (n + 1); }
  bench::Work work() const { return {8.0 * size(), 5.0 * size(), 8.0 * size(), 0}; }
  std::vector<int> similarity() const {
    bench::Random random(17);
    std::vector<int> all(static_cast<std::size_t>(n) * n);
    for (int &value : all)
      value = static_cast<int>(random.next() % 21) - 10;
    return all;
  }
  std::vector<int> border() const {
    std::vector<int> score(size());
    for (int i = 0; i <= n; ++i)
      score[i] = score[static_cast<std::size_t>(i) * (n + 1)] = -i * gap;
    return score;
  }
};
constexpr int edge = 16;
