// SPDX-License-Identifier: Apache-2.0
// The same network of comparisons over the whole array, pairs in order of memory.
#include "problem.h"

#include <algorithm>

struct Variant {
  Problem p;
  std::vector<unsigned> in, keys;
  explicit Variant(const Problem &problem) : p(problem), in(p.keys()), keys(p.n) {}
  void run() {
    std::copy(in.begin(), in.end(), keys.begin());
    unsigned *all = keys.data();
    const int n = p.n;
    for (int size = 2; size <= n; size *= 2)
      for (int distance = size / 2; distance > 0; distance /= 2) {
#pragma omp parallel for
        for (int base = 0; base < n; base += 2 * distance) {
          const bool up = (base & size) == 0;
#pragma omp simd
          for (int i = base; i < base + distance; ++i) {
            const unsigned a = all[i], b = all[i + distance];
            const unsigned low = a < b ? a : b, high = a < b ? b : a;
            all[i] = up ? low : high;
            all[i + distance] = up ? high : low;
          }
        }
      }
  }
  const std::vector<unsigned> &result() const { return keys; }
};
BENCH_MAIN(Problem, Variant)
