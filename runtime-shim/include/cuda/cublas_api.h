/* SPDX-License-Identifier: Apache-2.0
   <cublas_api.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef CUBLAS_API_H_
#define CUBLAS_API_H_

#include "cuComplex.h"
#include "cuda_fp16.h"
#include "cuda_runtime_api.h"
#include "library_types.h"
#include "sampan_cublas_names.h"

#endif
