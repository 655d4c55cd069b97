// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

struct Variant {
  Problem p;
  std::vector<int> rounds;
  std::vector<float> values;
  explicit Variant(const Problem &problem)
      : p(problem), rounds(p.roundsOfBlocks()), values(p.blocks * p.threads) {}
  void run() {
    const int *all = rounds.data();
    float *results = values.data();
#pragma omp parallel for schedule(dynamic)
    for (int block = 0; block < p.blocks; ++block) {
      float own[Problem::threads];
      for (int i = 0; i < p.threads; ++i)
        own[i] = i;
      for (int round = 0; round < all[block]; ++round)
        for (int i = 0; i < p.threads; ++i)
          own[i] = own[i] * 0.9f + 0.5f;
      for (int i = 0; i < p.threads; ++i)
        results[block * p.threads + i] = own[i];
    }
  }
  const std::vector<float> &result() const { return values; }
};
BENCH_MAIN(Problem, Variant)
