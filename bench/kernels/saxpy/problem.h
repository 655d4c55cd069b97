// SPDX-License-Identifier: Apache-2.0
// y = a x + z over arrays that fit no cache.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  float a = 2.5f;
  explicit Problem(bool small) : n(small ? 10007 : (1 << 24) - 77) {}
  bench::Work work() const { return {12.0 * n, 2.0 * n, 12.0 * n, 1e-6}; }
  std::vector<float> x() const { return bench::randomFloats(n, 1, -1, 1); }
  std::vector<float> z() const { return bench::randomFloats(n, 2, -1, 1); }
};
