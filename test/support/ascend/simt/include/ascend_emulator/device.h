// SPDX-License-Identifier: Apache-2.0
// How the emulated headers declare a device function: with a body to run it; without one for the
// check, where a body would only bring host functions in.
#pragma once

#include "ascend_emulator/position.h"

#include <stddef.h>
#include <stdint.h>

#ifdef ASC_EMULATOR_CHECK
#define ASC_FUNCTION __aicore__
#define ASC_BODY(...) ;
#else
#include "ascend_emulator/runtime.h"
#define ASC_FUNCTION inline __attribute__((always_inline))
#define ASC_BODY(...) {__VA_ARGS__}
#endif

#define __align__(n) __attribute__((aligned(n)))
#ifndef __forceinline__
#define __forceinline__ inline __attribute__((always_inline))
#endif
