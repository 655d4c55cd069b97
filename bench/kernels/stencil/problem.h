// SPDX-License-Identifier: Apache-2.0
// One step of heat diffusion on a plane with fixed edges: five points, tile with halo in shared
// memory.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 100 : 1500) {}
  std::size_t size() const { return static_cast<std::size_t>(n) * n; }
  bench::Work work() const { return {8.0 * size(), 6.0 * size(), 8.0 * size(), 1e-5}; }
  std::vector<float> plane() const { return bench::randomFloats(size(), 3, 0, 100); }
};
