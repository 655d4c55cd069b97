// SPDX-License-Identifier: Apache-2.0
// dim3 as AscendCL declares it for compilers that have none built in.
#pragma once

#ifndef SAMPAN_ASCEND_DIM3
#define SAMPAN_ASCEND_DIM3
#ifdef __cplusplus
#ifdef ASC_EMULATOR_CHECK
#define SAMPAN_DIM3_FUNCTION __host__ __aicore__
#else
#define SAMPAN_DIM3_FUNCTION
#endif
struct dim3 {
  unsigned int x, y, z;
  SAMPAN_DIM3_FUNCTION constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1)
      : x(vx), y(vy), z(vz) {}
};
#else
typedef struct {
  unsigned int x, y, z;
} dim3;
#endif
#endif
