// SPDX-License-Identifier: Apache-2.0
// Escape times: threads of one block take very different numbers of steps.
#pragma once
#include "harness/harness.h"

struct Problem {
  int width, height, most = 256;
  explicit Problem(bool small) : width(small ? 60 : 600), height(small ? 44 : 400) {}
  std::size_t size() const { return static_cast<std::size_t>(width) * height; }
  // On average 62 steps of 7 operations in this window. Which products compilers fuse moves the
  // last digits, and with them the steps of points at the set's edge: a row may differ by one of
  // them. Without fusing (-ffp-contract=off) all variants agree in every point.
  bench::Work work() const { return {4.0 * size(), 434.0 * size(), 4.0 * size(), 0.007}; }
};

/// Fused and unfused arithmetic part ways on the border of the set, so results agree in sums over
/// rows, not in each point.
inline std::vector<double> rowSums(const Problem &p, const std::vector<int> &steps) {
  std::vector<double> sums(p.height);
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x)
      sums[y] += steps[static_cast<std::size_t>(y) * p.width + x];
  return sums;
}
