/* SPDX-License-Identifier: Apache-2.0
   <nvtx3/nvToolsExtCuda.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef SAMPAN_NVTX3_CUDA_H
#define SAMPAN_NVTX3_CUDA_H

#include "nvToolsExt.h"

#endif
