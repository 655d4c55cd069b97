/* SPDX-License-Identifier: Apache-2.0
   CUDA keeps the bodies of <cuda_bf16.h> here. */
#include "cuda_bf16.h"
