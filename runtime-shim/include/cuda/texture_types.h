/* SPDX-License-Identifier: Apache-2.0
   <texture_types.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __TEXTURE_TYPES_H__
#define __TEXTURE_TYPES_H__

#include "cuda_runtime_api.h"

#endif
