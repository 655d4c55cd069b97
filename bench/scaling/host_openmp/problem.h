// SPDX-License-Identifier: Apache-2.0
// A program whose host code has OpenMP loops of its own, between its kernels.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n, steps;
  explicit Problem(bool small) : n(small ? 5000 : 1 << 18), steps(small ? 3 : 10) {}
  bench::Work work() const { return {0, 0, 0, 1e-5}; }
  std::vector<float> values() const { return bench::randomFloats(n, 1, 0, 1); }
};

/// What kernel and host loop do to a value.
inline float settled(float value) {
  for (int i = 0; i < 16; ++i)
    value = value * 0.99f + 0.5f;
  return value;
}
