// SPDX-License-Identifier: Apache-2.0
// CUDA's pipeline primitives (cp.async). A copy is done at once, so that committing and waiting have
// nothing left to do; a program sees the order that it waited for.
#pragma once

#include "sampan/kernel.h"

SPN_DEVICE_INLINE void __pipeline_memcpy_async(void *to, const void *from, size_t bytes,
                                               size_t zeroFill = 0) {
  size_t copied = zeroFill < bytes ? bytes - zeroFill : 0;
  __builtin_memcpy(to, from, copied);
  __builtin_memset(static_cast<char *>(to) + copied, 0, bytes - copied);
}
SPN_DEVICE_INLINE void __pipeline_commit() {}
SPN_DEVICE_INLINE void __pipeline_wait_prior(size_t) {}
