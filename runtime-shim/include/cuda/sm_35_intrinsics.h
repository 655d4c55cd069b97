/* SPDX-License-Identifier: Apache-2.0
   <sm_35_intrinsics.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __SM_35_INTRINSICS_H__
#define __SM_35_INTRINSICS_H__

#include "cuda_runtime.h"

#endif
