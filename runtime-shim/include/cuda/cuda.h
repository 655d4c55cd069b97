/* SPDX-License-Identifier: Apache-2.0
   The driver API, as far as Sampan has it: devices, contexts, memory, streams and events. Functions
   that load modules are not declared: a use is an error at the call, not at run time. Most programs
   include this header for the runtime API, which the compiler adds by itself. */
#ifndef __cuda_cuda_h__
#define __cuda_cuda_h__

#include "sampan_cuda_driver_names.h"

#define CUDA_VERSION 12040
#define CUDAAPI

typedef struct CUmod_st *CUmodule;
typedef struct CUlib_st *CUlibrary;

#endif
