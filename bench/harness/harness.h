// SPDX-License-Identifier: Apache-2.0
// What every benchmark program has in common, whichever way its kernel was written: the data, the
// clock, and the conversation with the measuring script. A program waits until it is told to run,
// so that the script can keep all variants of a kernel alive and take turns between them.
//
//   check FILE  runs once and writes the result to FILE as raw doubles
//   run N       runs N times; answers with processor time and wall time in nanoseconds
//   work        answers with the bytes and operations that the problem itself asks for
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <vector>

namespace bench {

/// The least that any program must do for this problem; the machine's limit follows from it.
struct Work {
  double bytes;     ///< to and from memory, each datum once
  double flops;     ///< single precision operations; a multiplication and addition are two
  double footprint; ///< bytes of data that one run goes over
  double tolerance; ///< by which results may differ, relative to their size
  double items = 1; ///< what throughput counts
};

/// The same numbers in every variant and on every machine.
class Random {
public:
  explicit Random(std::uint64_t seed) : state_(seed * 2654435761u + 88172645463325252u) {}
  std::uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::uint32_t>(state_ >> 32);
  }
  float uniform(float low, float high) {
    return low + (high - low) * static_cast<float>(next() >> 8) * (1.0f / 16777216.0f);
  }

private:
  std::uint64_t state_;
};

inline std::vector<float> randomFloats(std::size_t count, int seed, float low, float high) {
  Random random(static_cast<std::uint64_t>(seed));
  std::vector<float> values(count);
  for (float &value : values)
    value = random.uniform(low, high);
  return values;
}

inline long long clockNs(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

template <class Variant> bool writeResult(Variant &variant, const char *path) {
  variant.run();
  const auto values = variant.result();
  const std::vector<double> wide(values.begin(), values.end());
  std::FILE *file = std::fopen(path, "wb");
  if (!file)
    return false;
  const bool written = std::fwrite(wide.data(), sizeof(double), wide.size(), file) == wide.size();
  return std::fclose(file) == 0 && written;
}

template <class Problem, class Variant> int serve(int argc, char **argv) {
  const Problem problem(argc > 1 && std::strcmp(argv[1], "small") == 0);
  Variant variant(problem);
  char line[4096];
  while (std::fgets(line, sizeof line, stdin)) {
    line[std::strcspn(line, "\n")] = 0;
    if (std::strncmp(line, "check ", 6) == 0) {
      if (!writeResult(variant, line + 6))
        return 1;
      std::puts("written");
    } else if (std::strncmp(line, "run ", 4) == 0) {
      const long count = std::atol(line + 4);
      const long long cpu = clockNs(CLOCK_PROCESS_CPUTIME_ID), wall = clockNs(CLOCK_MONOTONIC);
      for (long i = 0; i < count; ++i)
        variant.run();
      const long long wallEnd = clockNs(CLOCK_MONOTONIC);
      std::printf("%lld %lld\n", clockNs(CLOCK_PROCESS_CPUTIME_ID) - cpu, wallEnd - wall);
    } else if (std::strcmp(line, "work") == 0) {
      const Work work = problem.work();
      std::printf("%.17g %.17g %.17g %.17g %.17g\n", work.bytes, work.flops, work.footprint,
                  work.tolerance, work.items);
    } else {
      std::fprintf(stderr, "unknown command: %s\n", line);
      return 2;
    }
    std::fflush(stdout);
  }
  return 0;
}

} // namespace bench

/// Problem(bool small) describes the data; Variant(const Problem &) has run() and result().
#define BENCH_MAIN(Problem, Variant)                                                               \
  int main(int argc, char **argv) { return bench::serve<Problem, Variant>(argc, argv); }
