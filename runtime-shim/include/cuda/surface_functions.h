/* SPDX-License-Identifier: Apache-2.0
   <surface_functions.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __SURFACE_FUNCTIONS_H__
#define __SURFACE_FUNCTIONS_H__

#include "cuda_runtime.h"

#endif
