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
// Symbols of their own: a program may be linked with a runtime that has such variables too.
extern __thread ascend_emulator::Position threadIdx __asm__("ascend_emulator_threadIdx");
extern __thread ascend_emulator::Position blockIdx __asm__("ascend_emulator_blockIdx");
extern __thread ascend_emulator::Position blockDim __asm__("ascend_emulator_blockDim");
extern __thread ascend_emulator::Position gridDim __asm__("ascend_emulator_gridDim");
#endif
constexpr int warpSize = 32;
