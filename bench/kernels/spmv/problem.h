// SPDX-License-Identifier: Apache-2.0
// Sparse matrix times vector, rows of very different length, one thread per row.
#pragma once
#include "harness/harness.h"

struct Problem {
  int rows;
  std::vector<int> starts, columns;
  explicit Problem(bool small) : rows(small ? 1003 : 100000), starts{0} {
    bench::Random random(11);
    for (int row = 0; row < rows; ++row) {
      const std::uint32_t kind = random.next() % 16;
      const int length = static_cast<int>(kind == 0 ? random.next() % 120 : random.next() % 20);
      for (int i = 0; i < length; ++i)
        columns.push_back(static_cast<int>(random.next() % static_cast<std::uint32_t>(rows)));
      starts.push_back(static_cast<int>(columns.size()));
    }
  }
  std::size_t entries() const { return columns.size(); }
  bench::Work work() const {
    const double bytes = 8.0 * entries() + 12.0 * rows;
    return {bytes, 2.0 * entries(), bytes, 1e-4, 1.0 * entries()};
  }
  std::vector<float> values() const { return bench::randomFloats(entries(), 1, -1, 1); }
  std::vector<float> vector() const { return bench::randomFloats(rows, 2, -1, 1); }
};
