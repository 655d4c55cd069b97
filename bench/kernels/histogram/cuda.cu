// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__global__ void count(const unsigned char *in, int n, unsigned *bins) {
  __shared__ unsigned own[256];
  own[threadIdx.x] = 0;
  __syncthreads();
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
    atomicAdd(&own[in[i]], 1u);
  __syncthreads();
  atomicAdd(&bins[threadIdx.x], own[threadIdx.x]);
}

struct Variant {
  Problem p;
  bench::Device<unsigned char> in;
  bench::Device<unsigned> bins{256};
  explicit Variant(const Problem &problem) : p(problem), in(p.bytes()) {}
  void run() {
    bench::require(cudaMemset(bins.get(), 0, 256 * sizeof(unsigned)));
    count<<<240, 256>>>(in.get(), p.n, bins.get());
    bench::finish();
  }
  std::vector<unsigned> result() const { return bins.host(); }
};
BENCH_MAIN(Problem, Variant)
