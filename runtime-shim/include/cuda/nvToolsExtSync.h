/* SPDX-License-Identifier: Apache-2.0
   <nvToolsExtSync.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef NVTOOLSEXT_SYNC_H_
#define NVTOOLSEXT_SYNC_H_

#include "nvToolsExt.h"

#endif
