/* SPDX-License-Identifier: Apache-2.0
   <builtin_types.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef SAMPAN_CUDA_BUILTIN_TYPES_H
#define SAMPAN_CUDA_BUILTIN_TYPES_H

#include "cuda_runtime_api.h"

#endif
