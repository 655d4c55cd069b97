/* SPDX-License-Identifier: Apache-2.0
   CUDA's runtime API for C and C++: its names are generated from Sampan's rules (sampan_cuda_names.h). */
#ifndef __CUDA_RUNTIME_API_H__
#define __CUDA_RUNTIME_API_H__

#include "host_defines.h"
#include "library_types.h"
#include "sampan_cuda_names.h"
#include "vector_types.h"

#include <limits.h>
#include <stddef.h>

#define CUDART_VERSION SPN_CUDART_VERSION
#define __CUDART_API_VERSION CUDART_VERSION

#endif
