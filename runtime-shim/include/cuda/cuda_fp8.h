/* SPDX-License-Identifier: Apache-2.0
   <cuda_fp8.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __CUDA_FP8_H__
#define __CUDA_FP8_H__
#define __CUDA_FP8_HPP__

#include "cuda_runtime_api.h"
#include "vector_types.h"

#ifdef __cplusplus
#include "sampan/fp8.h"
#endif

#endif
