// SPDX-License-Identifier: Apache-2.0
// What a translated .asc source includes: Ascend C's SIMT language from the installed toolkit, the
// neutral runtime API for host code, and the few things of CUDA's kernel language that Ascend C
// lacks (namespace spn). Host sources of the same program may include it too; there it is the
// portable kernel language.
#pragma once

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)

#include "acl/acl.h"
#include "simt_api/asc_simt.h"
#include "simt_api/device_atomic_functions.h"
#include "simt_api/device_sync_functions.h"
#include "simt_api/device_warp_functions.h"
#include "utils/debug/asc_assert.h"
#pragma push_macro("assert") // for sampan/ascend/assert.h
#include "utils/debug/asc_printf.h"
#include "utils/debug/asc_time.h"

#define SPN_TOOLKIT_VECTOR_TYPES 1
/// Code that the translator left out because the target cannot do it; see its findings.
#define SPN_UNSUPPORTED_CODE 0
/// What __CUDACC__ and __CUDA_ARCH__ became.
#define SPN_KERNEL_LANGUAGE 1
#define SPN_DEVICE_ARCH 800

#include "sampan/ascend/block.h"
#include "sampan/ascend/block_vote.h"
#include "sampan/ascend/double.h"
#include "sampan/ascend/host_math.h"
#include "sampan/ascend/intrinsics.h"
#include "sampan/ascend/vectors.h"
#include "sampan/ascend/warp.h"
#include "sampan/ascend/word_lanes.h"
#if !defined(SPN_HOST_API_ACL)
#include "sampan/ascend/launch.h"
#include "sampan/runtime.h"

#include "sampan/texture.h"
#endif

// nvcc brings these along, and programs count on it.
#include <limits.h>
#include <math.h>
#include <new>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if !defined(SPN_HOST_API_ACL)
#define spnLaunch(kernel, grid, block, sharedBytes, stream, ...)                                   \
  (::spnPushLaunch(grid, block, sharedBytes, stream), kernel(__VA_ARGS__))
#endif

#else

#define __aicore__
#define __gm__
#define SPN_UNSUPPORTED_CODE 1
#include "sampan/kernel.h"

#include "sampan/ascend/vectors.h"

#endif
