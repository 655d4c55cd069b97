/* SPDX-License-Identifier: Apache-2.0
   <math_constants.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __MATH_CONSTANTS_H__
#define __MATH_CONSTANTS_H__

#include "sampan/math_constants.h"

#endif
