/* SPDX-License-Identifier: Apache-2.0
   <library_types.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __LIBRARY_TYPES_H__
#define __LIBRARY_TYPES_H__

#include "sampan/library_types.h"

#endif
