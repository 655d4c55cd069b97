/* SPDX-License-Identifier: Apache-2.0
   Qualifiers of the kernel language, and the calling conventions that are empty outside Windows. */
#ifndef __HOST_DEFINES_H__
#define __HOST_DEFINES_H__
#define __CRT_HOST_DEFINES_H__

#include "sampan/qualifiers.h"

#define CUDARTAPI
#define CUDART_CB
#define CUDAAPI
#define CUDA_CB
#ifndef __CUDA_ARCH_FEAT_SM90_ALL
#define __device_builtin__
#define __device_builtin_texture_type__
#define __device_builtin_surface_type__
#define __cudart_builtin__
#endif

#endif
