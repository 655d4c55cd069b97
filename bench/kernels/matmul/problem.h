// SPDX-License-Identifier: Apache-2.0
// C = A B for square matrices, one thread per element.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 80 : 512) {}
  std::size_t size() const { return static_cast<std::size_t>(n) * n; }
  bench::Work work() const {
    return {12.0 * size(), 2.0 * size() * n, 12.0 * size(), 1e-4, 1.0 * size()};
  }
  std::vector<float> a() const { return bench::randomFloats(size(), 1, -1, 1); }
  std::vector<float> b() const { return bench::randomFloats(size(), 2, -1, 1); }
};
