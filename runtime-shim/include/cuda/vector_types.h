/* SPDX-License-Identifier: Apache-2.0
   <vector_types.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __VECTOR_TYPES_H__
#define __VECTOR_TYPES_H__

#include "host_defines.h"
#include "sampan/vector_types.h"

#endif
