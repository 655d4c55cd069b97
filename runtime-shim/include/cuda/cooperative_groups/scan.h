/* SPDX-License-Identifier: Apache-2.0
   <cooperative_groups/scan.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef _COOPERATIVE_GROUPS_SCAN_H
#define _COOPERATIVE_GROUPS_SCAN_H

#include "cooperative_groups.h"
#include "sampan/cooperative_groups/scan.h"

#endif
