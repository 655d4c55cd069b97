// SPDX-License-Identifier: Apache-2.0
// What sources include that were translated with --host-api acl: AscendCL for host code, Ascend C
// for kernels, and inline functions for what CUDA does in one call and AscendCL in several. Nothing
// of Sampan is linked.
#pragma once

#define SPN_HOST_API_ACL 1

#include "acl/acl.h"

#if defined(__NPU_ARCH__) || defined(__NPU_COMPILER_INTERNAL_PURE_SIMT__)
#include "sampan/ascend/kernel.h"
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
