/* SPDX-License-Identifier: Apache-2.0
   <nvToolsExt.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef NVTX_API_H
#define NVTX_API_H
#define NVTOOLSEXT_H_

#include "sampan/nvtx.h"

#endif
