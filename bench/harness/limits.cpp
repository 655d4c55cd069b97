// SPDX-License-Identifier: Apache-2.0
// What this machine can do at most: memory bandwidth for data of a given size, and multiply-adds.
//
//   bandwidth BYTES  answers with the better of streaming reads and of a = b + s c, in bytes per
//                    second of processor time and of wall time
//   arithmetic       answers with single precision operations per second, likewise
//
// Each answer is one short measurement; the script asks once per round and keeps the best, because
// a limit is what the machine can do undisturbed.
#include "harness/harness.h"

#include <algorithm>
#include <cstddef>

#include <omp.h>

namespace {

typedef float Vector __attribute__((vector_size(32)));

struct Rate {
  double perCpu = 0, perWall = 0;
};

template <class Work> Rate measure(double amount, Work work) {
  work();
  int repeats = 0;
  const long long cpu = bench::clockNs(CLOCK_PROCESS_CPUTIME_ID);
  const long long wall = bench::clockNs(CLOCK_MONOTONIC);
  do {
    work();
    ++repeats;
  } while (bench::clockNs(CLOCK_MONOTONIC) - wall < 5000000);
  const double wallNs = static_cast<double>(bench::clockNs(CLOCK_MONOTONIC) - wall);
  const double cpuNs = static_cast<double>(bench::clockNs(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return {amount * repeats / cpuNs * 1e9, amount * repeats / wallNs * 1e9};
}

void print(Rate a, Rate b) {
  std::printf("%.17g %.17g\n", std::max(a.perCpu, b.perCpu), std::max(a.perWall, b.perWall));
}

void triad(float *__restrict a, const float *__restrict b, const float *__restrict c,
           std::ptrdiff_t n) {
#pragma omp parallel for simd
  for (std::ptrdiff_t i = 0; i < n; ++i)
    a[i] = b[i] + 0.5f * c[i];
}

/// Eight sums at a time, so that the reads wait for no addition.
void read(const float *values, std::ptrdiff_t n) {
#pragma omp parallel
  {
    Vector sums[8] = {};
#pragma omp for
    for (std::ptrdiff_t i = 0; i < n; i += 64) {
#pragma GCC unroll 8
      for (int j = 0; j < 8; ++j) {
        Vector next;
        std::memcpy(&next, values + i + 8 * j, sizeof next);
        sums[j] += next;
      }
    }
    for (Vector &sum : sums)
      asm volatile("" ::"x"(sum));
  }
}

void bandwidth(double bytes, std::vector<float> &a, std::vector<float> &b, std::vector<float> &c) {
  const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(std::max(bytes, 12288.0) / 12) / 64 * 64;
  a.resize(n);
  b.resize(n, 1.0f);
  c.resize(n, 2.0f);
  const Rate copying = measure(12.0 * n, [&] { triad(a.data(), b.data(), c.data(), n); });
  const Rate reading = measure(8.0 * n, [&] {
    read(b.data(), n);
    read(c.data(), n);
  });
  print(copying, reading);
}

void arithmetic() {
  constexpr int steps = 20000, chains = 10;
  const double amount = 2.0 * 8 * chains * steps * omp_get_max_threads();
  const Rate rate = measure(amount, [] {
#pragma omp parallel
    {
      Vector sums[chains];
      Vector factor = {}, term = {};
      factor += 0.999f;
      term += 0.001f;
      for (int i = 0; i < chains; ++i)
        sums[i] = term * static_cast<float>(i);
      asm volatile("" : "+x"(factor), "+x"(term));
      for (int step = 0; step < steps; ++step) {
#pragma GCC unroll 10
        for (int i = 0; i < chains; ++i)
          sums[i] = sums[i] * factor + term;
      }
      for (int i = 0; i < chains; ++i)
        asm volatile("" ::"x"(sums[i]));
    }
  });
  print(rate, rate);
}

} // namespace

int main() {
  char line[256];
  std::vector<float> a, b, c;
  while (std::fgets(line, sizeof line, stdin)) {
    if (std::strncmp(line, "bandwidth ", 10) == 0)
      bandwidth(std::atof(line + 10), a, b, c);
    else if (std::strncmp(line, "arithmetic", 10) == 0)
      arithmetic();
    else
      return 2;
    std::fflush(stdout);
  }
  return 0;
}
