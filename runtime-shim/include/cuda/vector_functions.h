/* SPDX-License-Identifier: Apache-2.0
   <vector_functions.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __VECTOR_FUNCTIONS_H__
#define __VECTOR_FUNCTIONS_H__
#define __VECTOR_FUNCTIONS_HPP__

#include "vector_types.h"

#ifdef __cplusplus
#include "sampan/vector_functions.h"
#endif

#endif
