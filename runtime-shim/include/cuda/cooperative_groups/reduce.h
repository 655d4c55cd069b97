/* SPDX-License-Identifier: Apache-2.0
   <cooperative_groups/reduce.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef _COOPERATIVE_GROUPS_REDUCE_H
#define _COOPERATIVE_GROUPS_REDUCE_H

#include "cooperative_groups.h"
#include "sampan/cooperative_groups/reduce.h"

#endif
