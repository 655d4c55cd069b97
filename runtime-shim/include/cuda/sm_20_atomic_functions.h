/* SPDX-License-Identifier: Apache-2.0
   <sm_20_atomic_functions.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __SM_20_ATOMIC_FUNCTIONS_H__
#define __SM_20_ATOMIC_FUNCTIONS_H__

#include "cuda_runtime.h"

#endif
