// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void alignTiles(const int *similarity, int *score, int n, int gap, int diagonal,
                           int firstX) {
  __shared__ int cell[edge + 1][edge + 1];
  __shared__ int match[edge][edge];
  const int t = threadIdx.x, tileX = firstX + blockIdx.x, tileY = diagonal - tileX;
  const int pitch = n + 1;
  const int corner = tileY * edge * pitch + tileX * edge;
  for (int y = 0; y < edge; ++y)
    match[y][t] = similarity[(tileY * edge + y) * n + tileX * edge + t];
  if (t == 0)
    cell[0][0] = score[corner];
  cell[t + 1][0] = score[corner + (t + 1) * pitch];
  cell[0][t + 1] = score[corner + t + 1];
  __syncthreads();
  for (int step = 0; step < 2 * edge - 1; ++step) {
    const int y = step - t;
    if (y >= 0 && y < edge)
      cell[y + 1][t + 1] =
          max(cell[y][t] + match[y][t], max(cell[y + 1][t] - gap, cell[y][t + 1] - gap));
    __syncthreads();
  }
  for (int y = 0; y < edge; ++y)
    score[corner + (y + 1) * pitch + t + 1] = cell[y + 1][t + 1];
}

struct Variant {
  Problem p;
  bench::Device<int> similarity, score;
  explicit Variant(const Problem &problem)
      : p(problem), similarity(p.similarity()), score(p.border()) {}
  void run() {
    const int tiles = p.n / edge;
    for (int diagonal = 0; diagonal < 2 * tiles - 1; ++diagonal) {
      const int first = diagonal < tiles ? 0 : diagonal - tiles + 1;
      const int last = diagonal < tiles ? diagonal : tiles - 1;
      alignTiles<<<last - first + 1, edge>>>(similarity.get(), score.get(), p.n, p.gap, diagonal,
                                             first);
    }
    bench::finish();
  }
  std::vector<int> result() const { return score.host(); }
};
BENCH_MAIN(Problem, Variant)
