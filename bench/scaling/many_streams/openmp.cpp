// SPDX-License-Identifier: Apache-2.0
// The same steps as tasks that wait for the one before in their stream.
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<int> values;
  explicit Variant(const Problem &problem) : p(problem), values(p.streams * p.n) {}
  void run() {
    int *all = values.data();
    for (int i = 0; i < p.streams * p.n; ++i)
      all[i] = 0;
#pragma omp parallel
#pragma omp single
    for (int launch = 0; launch < p.launches; ++launch)
      for (int i = 0; i < p.streams; ++i) {
        int *own = all + i * p.n;
#pragma omp task depend(inout : own[0]) firstprivate(own)
        for (int k = 0; k < Problem::n; ++k)
          own[k] += k;
      }
  }
  const std::vector<int> &result() const { return values; }
};
BENCH_MAIN(Problem, Variant)
