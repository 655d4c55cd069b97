// SPDX-License-Identifier: Apache-2.0
// threadIdx and its companions. Set by the emulator for the thread that runs.
#pragma once

#include "ascend_emulator/dim3.h"

namespace ascend_emulator {
struct Position {
  unsigned int x, y, z;
#ifdef ASC_EMULATOR_CHECK
  __host__ __aicore__
#endif
      constexpr operator dim3() const {
    return dim3(x, y, z);
  }
};
} // namespace ascend_emulator

#ifdef ASC_EMULATOR_CHECK
extern __aicore__ const ascend_emulator::Position threadIdx, blockIdx, blockDim, gridDim;
#else
// Symbols of their own: a program may be linked with a runtime that has such variables too. Kernels
// read them often, so they lie where one instruction finds them, in libraries as well.
#define ASC_POSITION(name)                                                                         \
  extern __thread ascend_emulator::Position name __asm__("ascend_emulator_" #name)                 \
      __attribute__((tls_model("initial-exec")))
ASC_POSITION(threadIdx);
ASC_POSITION(blockIdx);
ASC_POSITION(blockDim);
ASC_POSITION(gridDim);
#undef ASC_POSITION
#endif
constexpr int warpSize = 32;
