// SPDX-License-Identifier: Apache-2.0
#include "reference.h"

namespace {

struct Vector {
  float x, y, z;
};

Vector acceleration(const Attractor *attractors, const float4 &p) {
  Vector a = {0.0f, 0.0f, 0.0f};
  for (int i = 0; i < kAttractors; ++i)
    pull(attractors[i], p.x, p.y, p.z, a.x, a.y, a.z);
  return a;
}

void kick(float4 &v, const Vector &a, float dt) {
  v.x += dt * a.x;
  v.y += dt * a.y;
  v.z += dt * a.z;
}

void drift(float4 &p, const float4 &v, float dt) {
  p.x += dt * v.x;
  p.y += dt * v.y;
  p.z += dt * v.z;
}

} // namespace

void referenceSteps(float4 *position, float4 *velocity, int count, const Attractor *attractors,
                    int steps, float dt) {
  for (int i = 0; i < count; ++i) {
    float4 &p = position[i], &v = velocity[i];
    for (int step = 0; step < steps; ++step) {
      bool verlet = step > 0;
      kick(v, acceleration(attractors, p), verlet ? 0.5f * dt : dt);
      drift(p, v, dt);
      if (verlet)
        kick(v, acceleration(attractors, p), 0.5f * dt);
    }
  }
}

double referenceEnergy(const float4 *position, const float4 *velocity, int count) {
  double sum = 0.0;
  for (int i = 0; i < count; ++i) {
    const float4 &v = velocity[i];
    sum += 0.5 * position[i].w * (double(v.x) * v.x + double(v.y) * v.y + double(v.z) * v.z);
  }
  return sum;
}

void referenceDensity(const float4 *position, int count, unsigned int *histogram,
                      unsigned int *escaped) {
  for (int b = 0; b < kBins; ++b)
    histogram[b] = 0;
  *escaped = 0;
  for (int i = 0; i < count; ++i) {
    const float4 &p = position[i];
    int bin = int(std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z) / kBinWidth);
    if (bin < kBins)
      ++histogram[bin];
    else
      ++*escaped;
  }
}
