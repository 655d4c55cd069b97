/* SPDX-License-Identifier: Apache-2.0
   <nvToolsExtCudaRt.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef NVTOOLSEXT_CUDART_H_
#define NVTOOLSEXT_CUDART_H_

#include "nvToolsExt.h"

#endif
