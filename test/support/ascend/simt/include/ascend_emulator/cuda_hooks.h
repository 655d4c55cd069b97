// SPDX-License-Identifier: Apache-2.0
// What Clang's CUDA mode wants declared before it takes a launch. Only for the check; the fourth
// operand is an aclrtStream, which is a pointer.
#pragma once

typedef __SIZE_TYPE__ ascendHooksSize;
struct dim3;
typedef int cudaError_t;
extern "C" cudaError_t cudaConfigureCall(dim3 grid, dim3 block, ascendHooksSize bytes,
                                         void *stream);
extern "C" unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, ascendHooksSize bytes,
                                                void *stream);
extern "C" cudaError_t cudaLaunchKernel(const void *kernel, dim3 grid, dim3 block, void **arguments,
                                        ascendHooksSize bytes, void *stream);
