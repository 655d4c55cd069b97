// SPDX-License-Identifier: Apache-2.0
// cuda_bf16.h in a translated .asc source: Ascend C's own bfloat16_t.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "simt_api/asc_bf16.h"
#else
#include "sampan/bf16.h"
#endif
