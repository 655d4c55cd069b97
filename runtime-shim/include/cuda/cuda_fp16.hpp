/* SPDX-License-Identifier: Apache-2.0
   CUDA keeps the bodies of <cuda_fp16.h> here. */
#include "cuda_fp16.h"
