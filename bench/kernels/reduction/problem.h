// SPDX-License-Identifier: Apache-2.0
// The sum of an array: tree in shared memory, last steps within a warp.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 30011 : (1 << 22) - 333) {}
  bench::Work work() const { return {4.0 * n, 1.0 * n, 4.0 * n, 1e-4}; }
  std::vector<float> values() const { return bench::randomFloats(n, 1, 0, 1); }
};
