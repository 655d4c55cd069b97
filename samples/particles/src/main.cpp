// SPDX-License-Identifier: Apache-2.0
// particles [COUNT [STEPS [STREAMS]]]
// Lets particles fall among a few heavy bodies and compares what the device computes with the CPU.
// Exit code: 0 when both agree, 1 when they don't, 2 when a CUDA call fails.
#include "check.h"
#include "reference.h"
#include "simulation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

// A small generator of our own, so that every machine starts from the same state.
float uniform(std::uint32_t &state) {
  state = state * 1664525u + 1013904223u;
  return float(state >> 8) / 16777216.0f; // [0, 1)
}

void scatter(float4 *position, float4 *velocity, int count) {
  std::uint32_t seed = 12345;
  for (int i = 0; i < count; ++i) {
    float x = 2.0f * uniform(seed) - 1.0f, y = 2.0f * uniform(seed) - 1.0f;
    float z = 2.0f * uniform(seed) - 1.0f, mass = 0.5f + uniform(seed);
    position[i] = make_float4(x, y, z, mass);
    velocity[i] = make_float4(-0.5f * y, 0.5f * x, 0.0f, 0.0f);
  }
}

void placeAttractors(Attractor *attractors) {
  for (int i = 0; i < kAttractors; ++i) {
    float sx = i & 1 ? 1.0f : -1.0f, sy = i & 2 ? 1.0f : -1.0f, sz = i & 4 ? 1.0f : -1.0f;
    Attractor a = {1.5f * sx, 1.5f * sy, 1.5f * sz, 0.25f + 0.0625f * float(i)};
    attractors[i] = a;
  }
}

bool close(double a, double b, double tolerance) {
  return std::fabs(a - b) <= tolerance * std::max(1.0, std::fabs(b));
}

} // namespace

int main(int argc, char **argv) {
  int count = argc > 1 ? std::atoi(argv[1]) : 20000;
  int steps = argc > 2 ? std::atoi(argv[2]) : 20;
  int streams = argc > 3 ? std::atoi(argv[3]) : 4;
  if (count < 1 || steps < 1 || streams < 1) {
    std::fprintf(stderr, "usage: %s [COUNT [STEPS [STREAMS]]]\n", argv[0]);
    return 2;
  }

  cudaDeviceProp properties;
  CUDA_CHECK(cudaGetDeviceProperties(&properties, 0));
  std::fprintf(stderr, "device: %s, %d multiprocessors\n", properties.name,
               properties.multiProcessorCount);

  Attractor attractors[kAttractors];
  placeAttractors(attractors);

  float4 *position, *velocity;
  CUDA_CHECK(cudaMallocHost((void **)&position, count * sizeof(float4)));
  CUDA_CHECK(cudaHostAlloc((void **)&velocity, count * sizeof(float4), cudaHostAllocDefault));
  scatter(position, velocity, count);
  std::vector<float4> expectedPosition(position, position + count);
  std::vector<float4> expectedVelocity(velocity, velocity + count);

  const float dt = 0.01f;
  Result result = simulate(position, velocity, count, attractors, steps, dt, streams);
  referenceSteps(expectedPosition.data(), expectedVelocity.data(), count, attractors, steps, dt);

  // A device may fuse a multiply and an add, so single precision results differ in the last bits.
  double worst = 0.0;
  for (int i = 0; i < count; ++i) {
    worst = std::max(worst, double(std::fabs(position[i].x - expectedPosition[i].x)));
    worst = std::max(worst, double(std::fabs(position[i].y - expectedPosition[i].y)));
    worst = std::max(worst, double(std::fabs(position[i].z - expectedPosition[i].z)));
  }
  bool statesAgree = worst < 1e-3;

  // The sums are checked against sums over the device's own state: same input, other way to add.
  double energy = referenceEnergy(position, velocity, count);
  bool energiesAgree = close(result.kineticEnergy, energy, 1e-9);

  unsigned int histogram[kBins], escaped, moved = 0, total = result.escaped;
  referenceDensity(position, count, histogram, &escaped);
  for (int b = 0; b < kBins; ++b) {
    moved += unsigned(std::abs(int(histogram[b]) - int(result.histogram[b])));
    total += result.histogram[b];
  }
  // A particle on the border of two bins may be rounded into either.
  bool densitiesAgree = moved <= unsigned(2 + count / 1000) && total == unsigned(count);

  std::printf("particles: %d, steps: %d, streams: %d\n", count, steps, streams);
  std::printf("positions: %s\n", statesAgree ? "ok" : "WRONG");
  std::printf("energy:    %s\n", energiesAgree ? "ok" : "WRONG");
  std::printf("density:   %s (%u counted)\n", densitiesAgree ? "ok" : "WRONG", total);
  std::fprintf(stderr, "device time: %.2f ms, kinetic energy: %.6f, largest difference: %g\n",
               result.milliseconds, result.kineticEnergy, worst);

  CUDA_CHECK(cudaFreeHost(position));
  CUDA_CHECK(cudaFreeHost(velocity));
  bool ok = statesAgree && energiesAgree && densitiesAgree;
  std::printf("%s\n", ok ? "PASS" : "FAIL");
  return ok ? 0 : 1;
}
