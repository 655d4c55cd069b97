// SPDX-License-Identifier: Apache-2.0
//   if (i >= n) return;  s[t] = x[i];  __syncthreads();  y[i] = s[t];
//     ->  const bool active = !(i >= n);
//         if (active) s[t] = x[i];
//         __syncthreads();
//         if (active) y[i] = s[t];
//
// In CUDA a thread that has returned counts as arrived at every barrier; on Ascend each thread of
// the block must come. A return that only some threads take becomes a flag where a barrier follows.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

namespace sampan::ascend {

/// Adds edits, or an obstacle where the control flow is not of a form that can be rewritten.
void predicateReturns(PassContext &context, DeviceCode &code, DeviceFunction &function);

} // namespace sampan::ascend
