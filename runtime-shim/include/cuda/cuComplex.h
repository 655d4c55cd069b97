/* SPDX-License-Identifier: Apache-2.0
   <cuComplex.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef CU_COMPLEX_H_
#define CU_COMPLEX_H_

#include "vector_types.h"
#include "sampan/complex.h"

#endif
