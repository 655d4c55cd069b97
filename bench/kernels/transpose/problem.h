// SPDX-License-Identifier: Apache-2.0
// The transpose of a square matrix, through padded tiles in shared memory.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 96 : 2048) {}
  std::size_t size() const { return static_cast<std::size_t>(n) * n; }
  bench::Work work() const { return {8.0 * size(), 0, 8.0 * size(), 0}; }
  std::vector<float> matrix() const { return bench::randomFloats(size(), 4, -1, 1); }
};
