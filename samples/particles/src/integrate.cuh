// SPDX-License-Identifier: Apache-2.0
// The integrator: a kernel template that lives in a header, as numeric code likes to have it.
// Order 1 is symplectic Euler, order 2 is velocity Verlet.
#ifndef PARTICLES_INTEGRATE_CUH
#define PARTICLES_INTEGRATE_CUH

#include "particle.h"

template <int Order>
__global__ void __launch_bounds__(256)
    integrate(Particles particles, const Attractor *attractors, int attractorCount, int count,
              float dt) {
  // The attractors are read by every thread, so each block keeps a copy of its own. How many there
  // are is known at the launch only: dynamic shared memory.
  extern __shared__ Attractor tile[];
  for (int a = threadIdx.x; a < attractorCount; a += blockDim.x)
    tile[a] = attractors[a];
  __syncthreads();

  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= count)
    return;

  float4 p = particles.position[i];
  float4 v = particles.velocity[i];

  float ax = 0.0f, ay = 0.0f, az = 0.0f;
  for (int a = 0; a < attractorCount; ++a)
    pull(tile[a], p.x, p.y, p.z, ax, ay, az);

  if (Order == 2) {
    float half = 0.5f * dt;
    v.x += half * ax;
    v.y += half * ay;
    v.z += half * az;
    p.x += dt * v.x;
    p.y += dt * v.y;
    p.z += dt * v.z;
    ax = ay = az = 0.0f;
    for (int a = 0; a < attractorCount; ++a)
      pull(tile[a], p.x, p.y, p.z, ax, ay, az);
    v.x += half * ax;
    v.y += half * ay;
    v.z += half * az;
  } else {
    v.x += dt * ax;
    v.y += dt * ay;
    v.z += dt * az;
    p.x += dt * v.x;
    p.y += dt * v.y;
    p.z += dt * v.z;
  }

  particles.position[i] = p;
  particles.velocity[i] = v;
}

#endif
