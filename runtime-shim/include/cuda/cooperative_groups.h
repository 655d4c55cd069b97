/* SPDX-License-Identifier: Apache-2.0
   <cooperative_groups.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef _COOPERATIVE_GROUPS_H_
#define _COOPERATIVE_GROUPS_H_

#include "cuda_runtime.h"
#include "sampan/cooperative_groups.h"

#endif
