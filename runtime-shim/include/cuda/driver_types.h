/* SPDX-License-Identifier: Apache-2.0
   <driver_types.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __DRIVER_TYPES_H__
#define __DRIVER_TYPES_H__

#include "cuda_runtime_api.h"
#include "surface_types.h"
#include "texture_types.h"

#endif
