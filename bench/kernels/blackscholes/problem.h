// SPDX-License-Identifier: Apache-2.0
// European options by the closed formula: exponential, logarithm, root, and little memory.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  float rate = 0.02f, volatility = 0.30f;
  explicit Problem(bool small) : n(small ? 5003 : 1 << 19) {}
  // About 60 operations beside 3 exponentials and a logarithm of at least 12 each.
  bench::Work work() const { return {20.0 * n, 110.0 * n, 20.0 * n, 1e-4}; }
  std::vector<float> price() const { return bench::randomFloats(n, 1, 5, 30); }
  std::vector<float> strike() const { return bench::randomFloats(n, 2, 1, 100); }
  std::vector<float> years() const { return bench::randomFloats(n, 3, 0.25f, 10); }
};
