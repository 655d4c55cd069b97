// SPDX-License-Identifier: Apache-2.0
// One factory per pass; rewriters/passes/registry.cpp lists them with their names.
#pragma once

#include "rewriters/ast/pass.h"

namespace sampan {

std::unique_ptr<Pass> createDeviceArchPass(PassContext &context);
std::unique_ptr<Pass> createDeviceClockPass(PassContext &context);
std::unique_ptr<Pass> createDeviceLinkagePass(PassContext &context);
std::unique_ptr<Pass> createHeadersPass(PassContext &context);
std::unique_ptr<Pass> createHostDeviceOverloadPass(PassContext &context);
std::unique_ptr<Pass> createInlinePtxPass(PassContext &context);
std::unique_ptr<Pass> createKernelBodyPass(PassContext &context);
std::unique_ptr<Pass> createKernelFactsPass(PassContext &context);
std::unique_ptr<Pass> createKernelHandlePass(PassContext &context);
std::unique_ptr<Pass> createKernelLaunchPass(PassContext &context);
std::unique_ptr<Pass> createLockStepPass(PassContext &context);
std::unique_ptr<Pass> createNamesPass(PassContext &context);
std::unique_ptr<Pass> createNoInlinePass(PassContext &context);
std::unique_ptr<Pass> createSharedMemoryPass(PassContext &context);
std::unique_ptr<Pass> createSkippedBranchesPass(PassContext &context);
std::unique_ptr<Pass> createSpinWaitPass(PassContext &context);
std::unique_ptr<Pass> createTemplateKeywordPass(PassContext &context);
std::unique_ptr<Pass> createWarpSynchronousPass(PassContext &context);

} // namespace sampan
