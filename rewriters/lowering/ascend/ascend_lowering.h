// SPDX-License-Identifier: Apache-2.0
// Entry to the lowering that writes kernels as Ascend C SIMT kernels for the Ascend 950.
#pragma once

#include "rewriters/ast/pass.h"

namespace sampan {

std::unique_ptr<Pass> createAscendLowering(PassContext &context);

} // namespace sampan
