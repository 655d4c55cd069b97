// SPDX-License-Identifier: Apache-2.0
// The same steps as parallel loops, one after the other.
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<int> values;
  explicit Variant(const Problem &problem) : p(problem), values(p.n) {}
  void run() {
    int *all = values.data();
    const int n = p.n;
    for (int i = 0; i < n; ++i)
      all[i] = 0;
    for (int launch = 0; launch < p.launches; ++launch) {
#pragma omp parallel for
      for (int i = 0; i < n; ++i)
        all[i] += i;
    }
  }
  const std::vector<int> &result() const { return values; }
};
BENCH_MAIN(Problem, Variant)
