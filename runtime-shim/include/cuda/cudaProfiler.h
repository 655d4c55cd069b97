/* SPDX-License-Identifier: Apache-2.0
   <cudaProfiler.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef cuda_profiler_H
#define cuda_profiler_H

#include "cuda_runtime_api.h"

#endif
