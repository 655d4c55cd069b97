// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

#include <cmath>

namespace {

inline float normal(float d) {
  const float a1 = 0.31938153f, a2 = -0.356563782f, a3 = 1.781477937f, a4 = -1.821255978f,
              a5 = 1.330274429f;
  const float k = 1.0f / (1.0f + 0.2316419f * std::fabs(d));
  const float tail =
      0.39894228f * expf(-0.5f * d * d) * (k * (a1 + k * (a2 + k * (a3 + k * (a4 + k * a5)))));
  return d > 0 ? 1.0f - tail : tail;
}

} // namespace

struct Variant {
  Problem p;
  std::vector<float> price, strike, years, call, put;
  explicit Variant(const Problem &problem)
      : p(problem), price(p.price()), strike(p.strike()), years(p.years()), call(p.n), put(p.n) {}
  void run() {
    const int n = p.n;
    const float rate = p.rate, volatility = p.volatility;
    const float *prices = price.data(), *strikes = strike.data(), *all = years.data();
    float *calls = call.data(), *puts = put.data();
#pragma omp parallel for simd
    for (int i = 0; i < n; ++i) {
      const float s = prices[i], x = strikes[i], t = all[i];
      const float root = sqrtf(t);
      const float d1 =
          (logf(s / x) + (rate + 0.5f * volatility * volatility) * t) / (volatility * root);
      const float d2 = d1 - volatility * root;
      const float n1 = normal(d1), n2 = normal(d2);
      const float discounted = x * expf(-rate * t);
      calls[i] = s * n1 - discounted * n2;
      puts[i] = discounted * (1.0f - n2) - s * (1.0f - n1);
    }
  }
  std::vector<float> result() const {
    std::vector<float> both = call;
    both.insert(both.end(), put.begin(), put.end());
    return both;
  }
};
BENCH_MAIN(Problem, Variant)
