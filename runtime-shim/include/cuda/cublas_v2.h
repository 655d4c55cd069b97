/* SPDX-License-Identifier: Apache-2.0
   <cublas_v2.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef CUBLAS_V2_H_
#define CUBLAS_V2_H_

#include "cublas_api.h"

#endif
