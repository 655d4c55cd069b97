/* SPDX-License-Identifier: Apache-2.0
   <nvToolsExtCuda.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef NVTOOLSEXT_CUDA_H_
#define NVTOOLSEXT_CUDA_H_

#include "nvToolsExt.h"

#endif
