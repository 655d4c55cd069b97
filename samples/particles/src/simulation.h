// SPDX-License-Identifier: Apache-2.0
// The device side as the host program sees it.
#ifndef PARTICLES_SIMULATION_H
#define PARTICLES_SIMULATION_H

#include "particle.h"

struct Result {
  double kineticEnergy;
  unsigned int histogram[kBins]; // particles by distance from the origin
  unsigned int escaped;          // particles beyond the last bin
  float milliseconds;            // device time of the whole run
};

// Runs `steps` steps for `count` particles, in `chunks` streams, and leaves the new state in the
// host arrays, which must be pinned for the copies to overlap.
Result simulate(float4 *position, float4 *velocity, int count, const Attractor *attractors,
                int steps, float dt, int chunks);

// energy.cu: adds the kinetic energy of the particles to *total, in `stream`.
void addKineticEnergy(const float4 *position, const float4 *velocity, int count, double *total,
                      cudaStream_t stream);

// density.cu: the origin of the histogram, and counting in `stream`.
void setDensityOrigin(float x, float y, float z);
void addDensity(const float4 *position, int count, unsigned int *histogram, unsigned int *escaped,
                cudaStream_t stream);

#endif
