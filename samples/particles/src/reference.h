// SPDX-License-Identifier: Apache-2.0
// The same computation on the CPU, in the plainest form, to check the device against.
#ifndef PARTICLES_REFERENCE_H
#define PARTICLES_REFERENCE_H

#include "particle.h"

void referenceSteps(float4 *position, float4 *velocity, int count, const Attractor *attractors,
                    int steps, float dt);
double referenceEnergy(const float4 *position, const float4 *velocity, int count);
void referenceDensity(const float4 *position, int count, unsigned int *histogram,
                      unsigned int *escaped);

#endif
