// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/ascend_lowering.h"
#include "rewriters/passes/passes.h"

namespace sampan {

const std::vector<PassInfo> &allPasses() {
  static const std::vector<PassInfo> passes = {
      {"headers", "CUDA headers become the neutral ones", createHeadersPass, false},
      {"names", "API functions, types and constants get their neutral names", createNamesPass,
       false},
      {"kernel-body", "a kernel's body becomes a closure that the runtime can run",
       createKernelBodyPass, true, PassLanguage::Portable},
      {"kernel-launch", "<<<...>>> becomes spnLaunch(...)", createKernelLaunchPass, true},
      {"kernel-handle", "a kernel's address as void * stays launchable", createKernelHandlePass,
       true},
      {"shared-memory", "dynamic shared memory is asked from the runtime", createSharedMemoryPass,
       true, PassLanguage::Portable},
      {"device-linkage", "device variables and functions stay local to their translation unit",
       createDeviceLinkagePass, true, PassLanguage::Portable},
      {"host-device-overload",
       "a device function with the signature of a host function gets a name of its own",
       createHostDeviceOverloadPass, true, PassLanguage::Portable},
      {"device-arch", "__CUDA_ARCH__ keeps its device value in device code", createDeviceArchPass,
       true},
      {"inline-ptx", "inline PTX becomes C++ over the kernel language", createInlinePtxPass, true,
       PassLanguage::Portable},
      {"kernel-facts", "describes each kernel for reports and fit checks", createKernelFactsPass,
       false},
      {"launch-facts", "describes each launch for reports and fit checks", createLaunchFactsPass,
       false},
      {"warp-synchronous",
       "lanes that exchange values through volatile memory meet before and after",
       createWarpSynchronousPass, true},
      {"lock-step", "lanes that exchange values through shared memory without a barrier meet",
       createLockStepPass, true},
      {"spin-wait", "loops that wait for another thread give way to it", createSpinWaitPass, true,
       PassLanguage::Portable},
      {"template-keyword", "dependent templates get the keyword that nvcc does without",
       createTemplateKeywordPass, true},
      {"device-clock", "clock() in device code is the device's, not the C library's",
       createDeviceClockPass, true, PassLanguage::Portable},
      {"no-inline", "__noinline__ gets a spelling that does not clash with system headers",
       createNoInlinePass, true, PassLanguage::Portable},
      {"skipped-branches", "lists preprocessor branches that were not analysed",
       createSkippedBranchesPass, false},
      {"ascend-c", "kernels become Ascend C SIMT kernels", createAscendLowering, true,
       PassLanguage::AscendC},
      // Last, because it takes up what the others change.
      {"host-loops", "kernels that may run as loops over their threads get that form",
       createHostLoopsPass, true, PassLanguage::Portable},
  };
  return passes;
}

} // namespace sampan
