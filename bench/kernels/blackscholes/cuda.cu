// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

__device__ inline float normal(float d) {
  const float a1 = 0.31938153f, a2 = -0.356563782f, a3 = 1.781477937f, a4 = -1.821255978f,
              a5 = 1.330274429f;
  const float k = 1.0f / (1.0f + 0.2316419f * fabsf(d));
  const float tail =
      0.39894228f * expf(-0.5f * d * d) * (k * (a1 + k * (a2 + k * (a3 + k * (a4 + k * a5)))));
  return d > 0 ? 1.0f - tail : tail;
}

__global__ void value(float *call, float *put, const float *price, const float *strike,
                      const float *years, float rate, float volatility, int n) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  const float s = price[i], x = strike[i], t = years[i];
  const float root = sqrtf(t);
  const float d1 =
      (logf(s / x) + (rate + 0.5f * volatility * volatility) * t) / (volatility * root);
  const float d2 = d1 - volatility * root;
  const float n1 = normal(d1), n2 = normal(d2);
  const float discounted = x * expf(-rate * t);
  call[i] = s * n1 - discounted * n2;
  put[i] = discounted * (1.0f - n2) - s * (1.0f - n1);
}

struct Variant {
  Problem p;
  bench::Device<float> price, strike, years, call, put;
  explicit Variant(const Problem &problem)
      : p(problem), price(p.price()), strike(p.strike()), years(p.years()), call(p.n), put(p.n) {}
  void run() {
    value<<<bench::blocksFor(p.n, 256), 256>>>(call.get(), put.get(), price.get(), strike.get(),
                                               years.get(), p.rate, p.volatility, p.n);
    bench::finish();
  }
  std::vector<float> result() const {
    std::vector<float> all = call.host(), puts = put.host();
    all.insert(all.end(), puts.begin(), puts.end());
    return all;
  }
};
BENCH_MAIN(Problem, Variant)
