// SPDX-License-Identifier: Apache-2.0
// Layer normalisation: one block per row, mean and variance by trees in shared memory.
#pragma once
#include "harness/harness.h"

struct Problem {
  int rows, columns;
  explicit Problem(bool small) : rows(small ? 19 : 1024), columns(small ? 200 : 1024) {}
  std::size_t size() const { return static_cast<std::size_t>(rows) * columns; }
  bench::Work work() const { return {8.0 * size(), 7.0 * size(), 8.0 * size(), 1e-4}; }
  std::vector<float> matrix() const { return bench::randomFloats(size(), 9, -3, 5); }
  std::vector<float> gain() const { return bench::randomFloats(columns, 10, 0.5f, 1.5f); }
  std::vector<float> bias() const { return bench::randomFloats(columns, 11, -1, 1); }
};
