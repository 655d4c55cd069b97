/* SPDX-License-Identifier: Apache-2.0
   <cuda_profiler_api.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __CUDA_PROFILER_API_H__
#define __CUDA_PROFILER_API_H__

#include "cuda_runtime_api.h"

#endif
