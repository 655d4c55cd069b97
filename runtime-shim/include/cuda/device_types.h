/* SPDX-License-Identifier: Apache-2.0
   <device_types.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __DEVICE_TYPES_H__
#define __DEVICE_TYPES_H__

#include "cuda_runtime_api.h"

#endif
