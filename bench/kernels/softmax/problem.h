// SPDX-License-Identifier: Apache-2.0
// Softmax of each row: one warp per row, maximum and sum by shuffles.
#pragma once
#include "harness/harness.h"

struct Problem {
  int rows, columns;
  explicit Problem(bool small) : rows(small ? 37 : 1024), columns(small ? 100 : 777) {}
  std::size_t size() const { return static_cast<std::size_t>(rows) * columns; }
  bench::Work work() const { return {8.0 * size(), 17.0 * size(), 8.0 * size(), 1e-4}; }
  std::vector<float> matrix() const { return bench::randomFloats(size(), 8, -6, 6); }
};
