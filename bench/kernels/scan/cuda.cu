// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int threads = 256;

__global__ void scanBlocks(const int *in, int *out, int *totals, int n) {
  __shared__ int sums[threads];
  const int t = threadIdx.x, i = blockIdx.x * blockDim.x + threadIdx.x;
  sums[t] = i < n ? in[i] : 0;
  __syncthreads();
  for (int offset = 1; offset < threads; offset *= 2) {
    int add = 0;
    if (t >= offset)
      add = sums[t - offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  if (i < n)
    out[i] = sums[t];
  if (t == threads - 1)
    totals[blockIdx.x] = sums[t];
}

__global__ void addTotals(int *out, const int *totals, int n) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (blockIdx.x > 0 && i < n)
    out[i] += totals[blockIdx.x - 1];
}

struct Variant {
  Problem p;
  std::vector<int> sizes;
  std::vector<std::unique_ptr<bench::Device<int>>> levels;
  bench::Device<int> in, unused{1};
  explicit Variant(const Problem &problem) : p(problem), in(p.values()) {
    for (int n = p.n;; n = bench::blocksFor(n, threads)) {
      sizes.push_back(n);
      levels.push_back(std::make_unique<bench::Device<int>>(n));
      if (n <= threads)
        break;
    }
  }
  void run() {
    const int last = static_cast<int>(sizes.size()) - 1;
    for (int i = 0; i <= last; ++i)
      scanBlocks<<<bench::blocksFor(sizes[i], threads), threads>>>(
          i ? levels[i]->get() : in.get(), levels[i]->get(),
          i < last ? levels[i + 1]->get() : unused.get(), sizes[i]);
    for (int i = last - 1; i >= 0; --i)
      addTotals<<<bench::blocksFor(sizes[i], threads), threads>>>(levels[i]->get(),
                                                                  levels[i + 1]->get(), sizes[i]);
    bench::finish();
  }
  std::vector<int> result() const { return levels[0]->host(); }
};
BENCH_MAIN(Problem, Variant)
