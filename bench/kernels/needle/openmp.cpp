// SPDX-License-Identifier: Apache-2.0
// Tiles of an anti-diagonal in parallel, cells of a tile row by row.
#include "problem.h"

#include <algorithm>

struct Variant {
  Problem p;
  std::vector<int> similarity, score;
  explicit Variant(const Problem &problem)
      : p(problem), similarity(p.similarity()), score(p.border()) {}
  void run() {
    const int n = p.n, pitch = n + 1, gap = p.gap, tiles = n / edge;
    const int *matches = similarity.data();
    int *cells = score.data();
    for (int diagonal = 0; diagonal < 2 * tiles - 1; ++diagonal) {
      const int first = diagonal < tiles ? 0 : diagonal - tiles + 1;
      const int last = diagonal < tiles ? diagonal : tiles - 1;
#pragma omp parallel for
      for (int tile = first; tile <= last; ++tile)
        for (int y = (diagonal - tile) * edge; y < (diagonal - tile + 1) * edge; ++y)
          for (int x = tile * edge; x < (tile + 1) * edge; ++x) {
            int *cell = cells + (y + 1) * pitch + x + 1;
            *cell = std::max(cell[-pitch - 1] + matches[y * n + x],
                             std::max(cell[-1] - gap, cell[-pitch] - gap));
          }
    }
  }
  const std::vector<int> &result() const { return score; }
};
BENCH_MAIN(Problem, Variant)
