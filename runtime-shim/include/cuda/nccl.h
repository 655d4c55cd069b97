/* SPDX-License-Identifier: Apache-2.0
   <nccl.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef NCCL_H_
#define NCCL_H_

#include "cuda_runtime_api.h"

#include "sampan_nccl_names.h"

#endif
