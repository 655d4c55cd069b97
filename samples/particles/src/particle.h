// SPDX-License-Identifier: Apache-2.0
// What the device code, the host code and the CPU reference share: the data and the physics.
#ifndef PARTICLES_PARTICLE_H
#define PARTICLES_PARTICLE_H

#include <cuda_runtime.h>

#include <cmath>

const int kAttractors = 8;    // heavy bodies that stand still
const int kBins = 64;         // bins of the radial density histogram
const float kBinWidth = 0.05f;
const float kSoftening = 0.01f; // keeps the force finite close to an attractor

struct Attractor {
  float x, y, z, mass;
};

// Structure of arrays: four floats per particle in two vectors. w of the position is the mass.
struct Particles {
  float4 *position;
  float4 *velocity;
};

// Adds the pull of one attractor to (ax, ay, az). Host and device run the same text.
__host__ __device__ inline void pull(const Attractor &from, float x, float y, float z, float &ax,
                                     float &ay, float &az) {
  float dx = from.x - x, dy = from.y - y, dz = from.z - z;
  float squared = dx * dx + dy * dy + dz * dz + kSoftening;
  float inverse = 1.0f / sqrtf(squared);
  float strength = from.mass * inverse * inverse * inverse;
  ax += dx * strength;
  ay += dy * strength;
  az += dz * strength;
}

#endif
