// SPDX-License-Identifier: Apache-2.0
// What sources include that were translated with --host-api acl: AscendCL for host code, Ascend C
// for kernels, and inline functions for what CUDA does in one call and AscendCL in several. Nothing
// of Sampan is linked.
#pragma once

#define SPN_HOST_API_ACL 1

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "acl/acl.h"

#include "sampan/ascend/kernel.h"
#else
// A host source. Some versions of the toolkit declare a dim3 for it; ours has the constructors that
// programs count on.
#define dim3 spnDim3OfToolkit
#include "acl/acl.h"
#undef dim3

#include "sampan/vector_functions.h"
#include "sampan/vector_types.h"

#define __aicore__
#define __gm__
#ifndef __host__
#define __host__
#endif
/// Code that the translator left out because the target cannot do it; see its findings.
#define SPN_UNSUPPORTED_CODE 0
#endif

#include "sampan/ascend/acl_device.h"
#include "sampan/ascend/acl_errors.h"
#include "sampan/ascend/acl_launch.h"
#include "sampan/ascend/acl_memory.h"
#include "sampan/ascend/acl_streams.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
