// SPDX-License-Identifier: Apache-2.0
// Stops the program with file, line and reason when a CUDA call fails.
#ifndef PARTICLES_CHECK_H
#define PARTICLES_CHECK_H

#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

#define CUDA_CHECK(call)                                                                           \
  do {                                                                                             \
    cudaError_t status_ = (call);                                                                  \
    if (status_ != cudaSuccess) {                                                                  \
      std::fprintf(stderr, "%s:%d: %s failed: %s (%s)\n", __FILE__, __LINE__, #call,               \
                   cudaGetErrorString(status_), cudaGetErrorName(status_));                        \
      std::exit(2);                                                                                \
    }                                                                                              \
  } while (0)

#endif
