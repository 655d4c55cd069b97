/* SPDX-License-Identifier: Apache-2.0
   <texture_indirect_functions.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __TEXTURE_INDIRECT_FUNCTIONS_H__
#define __TEXTURE_INDIRECT_FUNCTIONS_H__

#include "cuda_runtime.h"

#endif
