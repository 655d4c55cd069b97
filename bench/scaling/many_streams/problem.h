// SPDX-License-Identifier: Apache-2.0
// Small kernels in many streams, from one host thread, in turn.
#pragma once
#include "harness/harness.h"

struct Problem {
  int launches;
  static constexpr int streams = 64, n = 64;
  explicit Problem(bool small) : launches(small ? 5 : 100) {}
  bench::Work work() const { return {0, 0, 0, 0}; }
};
