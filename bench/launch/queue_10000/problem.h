// SPDX-License-Identifier: Apache-2.0
// Ten thousand small kernels in a stream, each adding to what the one before left.
#pragma once
#include "harness/harness.h"

struct Problem {
  int launches, n = 64;
  explicit Problem(bool small) : launches(small ? 500 : 10000) {}
  bench::Work work() const { return {0, 0, 0, 0, 1.0 * launches}; }
};
