/* SPDX-License-Identifier: Apache-2.0
   <cuda_pipeline_primitives.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef _CUDA_PIPELINE_PRIMITIVES_H_
#define _CUDA_PIPELINE_PRIMITIVES_H_

#include "cuda_runtime.h"
#include "sampan/pipeline.h"

#endif
