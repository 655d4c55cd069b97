// SPDX-License-Identifier: Apache-2.0
// 256 bins over bytes: shared atomics per block, global atomics at its end.
#pragma once
#include "harness/harness.h"

struct Problem {
  int n;
  explicit Problem(bool small) : n(small ? 20011 : 1 << 22) {}
  bench::Work work() const { return {1.0 * n, 0, 1.0 * n, 0}; }
  std::vector<unsigned char> bytes() const {
    bench::Random random(5);
    std::vector<unsigned char> all(n);
    for (unsigned char &value : all)
      value = static_cast<unsigned char>((random.next() & 255) & (random.next() | 63));
    return all;
  }
};
