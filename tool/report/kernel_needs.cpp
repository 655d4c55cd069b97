// SPDX-License-Identifier: Apache-2.0
#include "tool/report/kernel_needs.h"

#include "tool/report/model.h"

namespace sampan {

std::vector<std::string> kernelFeatures(const KernelInfo &kernel) {
  const std::pair<bool, const char *> features[] = {
      {kernel.usesDynamicShared, "dynamic-shared-memory"},
      {kernel.usesAtomics, "atomics"},
      {kernel.usesDouble, "double"},
      {kernel.usesHalf, "half"},
      {kernel.usesPrintf, "printf"},
      {kernel.usesTexture, "texture"},
      {kernel.usesDeviceHeap, "device-heap"},
      {kernel.usesCooperativeGroups, "cooperative-groups"},
      {kernel.usesGridSync, "grid-sync"},
      {kernel.usesInlineAssembly, "inline-assembly"},
      {kernel.isRecursive, "recursion"},
      {kernel.launchesKernels, "dynamic-parallelism"},
      {kernel.callsUnknown, "unknown-callee"}};
  std::vector<std::string> present;
  for (auto [has, name] : features)
    if (has)
      present.emplace_back(name);
  return present;
}

std::vector<std::string> kernelNeeds(const KernelInfo &kernel) {
  std::vector<std::string> needs = kernelFeatures(kernel);
  if (kernel.staticSharedBytes > 0)
    needs.push_back("shared-bytes:" + std::to_string(kernel.staticSharedBytes));
  if (kernel.maxThreadsPerBlock)
    needs.push_back("block-threads:" + std::to_string(*kernel.maxThreadsPerBlock));
  if (kernel.barrier != SyncPlace::None)
    needs.push_back("barrier:" + std::string(syncPlaceName(kernel.barrier)));
  if (kernel.warpCollective != SyncPlace::None)
    needs.push_back("warp-collective:" + std::string(syncPlaceName(kernel.warpCollective)));
  return needs;
}

} // namespace sampan
