/* SPDX-License-Identifier: Apache-2.0
   <cudart_platform.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __CUDART_PLATFORM_H__
#define __CUDART_PLATFORM_H__

#include "cuda_runtime_api.h"

#endif
