// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<unsigned char> in;
  std::vector<unsigned> bins;
  explicit Variant(const Problem &problem) : p(problem), in(p.bytes()), bins(256) {}
  void run() {
    unsigned total[256] = {};
    const unsigned char *values = in.data();
    const int n = p.n;
#pragma omp parallel for reduction(+ : total)
    for (int i = 0; i < n; ++i)
      ++total[values[i]];
    bins.assign(total, total + 256);
  }
  const std::vector<unsigned> &result() const { return bins; }
};
BENCH_MAIN(Problem, Variant)
