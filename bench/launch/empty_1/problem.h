// SPDX-License-Identifier: Apache-2.0
// Empty launches of one block.
#pragma once
#include "harness/harness.h"

struct Problem {
  int blocks = 1, launches = 200;
  explicit Problem(bool) {}
  bench::Work work() const { return {0, 0, 0, 0, 1.0 * launches}; }
};
