// SPDX-License-Identifier: Apache-2.0
// Shared by both sources, so that its edits are those of several units.
#pragma once
#include <cuda_runtime.h>

#define CHECK(call)                                                                                \
  do {                                                                                             \
    cudaError_t error = (call);                                                                    \
    if (error != cudaSuccess)                                                                      \
      throw error;                                                                                 \
  } while (0)
