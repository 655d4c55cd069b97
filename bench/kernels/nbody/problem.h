// SPDX-License-Identifier: Apache-2.0
// Accelerations of bodies by all others, which pass through shared memory in tiles.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 256 : 2560) {}
  // 3 differences, 6 for the distance, 1 root, 1 division, 3 products, 6 for the sums
  bench::Work work() const { return {28.0 * n, 20.0 * n * n, 28.0 * n, 2e-4, 1.0 * n * n}; }
  std::vector<float> coordinates() const { return bench::randomFloats(4 * n, 6, 0, 1); }
};
