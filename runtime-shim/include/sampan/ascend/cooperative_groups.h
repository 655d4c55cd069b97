// SPDX-License-Identifier: Apache-2.0
// cooperative_groups.h in a translated .asc source: the toolkit's own header has the same names for
// groups, and ours adds the algorithms on them.
#pragma once

#include "sampan/ascend/kernel.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "simt_api/cooperative_groups.h"

#include "sampan/ascend/group_algorithms.h"
#else
#include "sampan/cooperative_groups.h"
#endif
