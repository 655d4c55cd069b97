/* SPDX-License-Identifier: Apache-2.0
   <cuda_fp16.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __CUDA_FP16_H__
#define __CUDA_FP16_H__
#define __CUDA_FP16_HPP__

#include "cuda_runtime_api.h"
#include "vector_types.h"

#ifdef __cplusplus
#include "sampan/fp16.h"
#endif

#endif
