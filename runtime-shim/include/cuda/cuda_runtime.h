/* SPDX-License-Identifier: Apache-2.0
   What nvcc includes in front of every unit: the runtime API and, in such units, the kernel language. */
#ifndef __CUDA_RUNTIME_H__
#define __CUDA_RUNTIME_H__

#include "cuda_runtime_api.h"
#include "driver_types.h"
#include "channel_descriptor.h"

#ifdef __cplusplus
#include "vector_functions.h"

/* The kernel language belongs to units that a CUDA compiler compiles. A host compiler must not see
   it: programs define their own min, max or fminf where __CUDACC__ is not defined. */
#if defined(__CUDACC__) || defined(__CUDA__)
#include "device_launch_parameters.h"
#include "sampan/kernel.h"
#endif
#endif

#endif
