/* SPDX-License-Identifier: Apache-2.0
   Types of the driver API. Its functions are not declared: a use is an error at the call, not at run
   time. Most programs include this header for the runtime API, which the compiler adds by itself. */
#ifndef __cuda_cuda_h__
#define __cuda_cuda_h__

#include "sampan_cuda_names.h"

#define CUDA_VERSION 12040
#define CUDAAPI

typedef int CUdevice;
typedef CUdevice CUdevice_v1;
typedef unsigned long long CUdeviceptr;
typedef CUdeviceptr CUdeviceptr_v2;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUlib_st *CUlibrary;

/* Programs that use the runtime API compare driver results in helper functions only. */
typedef enum cudaError_enum {
  CUDA_SUCCESS = 0,
  CUDA_ERROR_INVALID_VALUE = 1,
  CUDA_ERROR_OUT_OF_MEMORY = 2,
  CUDA_ERROR_NOT_INITIALIZED = 3,
  CUDA_ERROR_DEINITIALIZED = 4,
  CUDA_ERROR_NO_DEVICE = 100,
  CUDA_ERROR_INVALID_DEVICE = 101,
  CUDA_ERROR_NOT_SUPPORTED = 801,
  CUDA_ERROR_UNKNOWN = 999
} CUresult;

#endif
