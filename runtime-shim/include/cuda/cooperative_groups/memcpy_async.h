/* SPDX-License-Identifier: Apache-2.0
   <cooperative_groups/memcpy_async.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef _COOPERATIVE_GROUPS_MEMCPY_ASYNC
#define _COOPERATIVE_GROUPS_MEMCPY_ASYNC

#include "cooperative_groups.h"
#include "sampan/cooperative_groups/memcpy_async.h"

#endif
