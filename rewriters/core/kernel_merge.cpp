// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/kernel_merge.h"

#include "rewriters/core/diagnostics.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace sampan {
namespace {

template <class T> void unite(std::vector<T> &into, const std::vector<T> &other) {
  into.insert(into.end(), other.begin(), other.end());
  std::sort(into.begin(), into.end());
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

/// How much stands in the way of vector code.
auto hardness(const KernelShape &shape) {
  return std::tuple(shape.structure == KernelStructure::Other, shape.divergentAccess,
                    shape.divergentLoop, std::max(shape.reads, shape.writes), shape);
}

void uniteFeatures(KernelInfo &into, const KernelInfo &other) {
  into.usesDynamicShared |= other.usesDynamicShared;
  into.barrier = std::max(into.barrier, other.barrier);
  into.warpCollective = std::max(into.warpCollective, other.warpCollective);
  into.barrierAfterDivergentReturn |= other.barrierAfterDivergentReturn;
  into.usesAtomics |= other.usesAtomics;
  into.usesDouble |= other.usesDouble;
  into.usesHalf |= other.usesHalf;
  into.usesPrintf |= other.usesPrintf;
  into.usesTexture |= other.usesTexture;
  into.usesDeviceHeap |= other.usesDeviceHeap;
  into.usesCooperativeGroups |= other.usesCooperativeGroups;
  into.usesGridSync |= other.usesGridSync;
  into.usesInlineAssembly |= other.usesInlineAssembly;
  into.isRecursive |= other.isRecursive;
  into.launchesKernels |= other.launchesKernels;
  into.callsUnknown |= other.callsUnknown;
}

std::string_view unqualified(std::string_view name) {
  std::size_t colon = name.rfind("::");
  return colon == name.npos ? name : name.substr(colon + 2);
}

/// The kernel that `launch` names: by the place of its definition, else by its name if only one
/// kernel has it.
KernelInfo *kernelOf(std::vector<KernelInfo> &kernels, const LaunchInfo &launch) {
  KernelInfo *byName = nullptr;
  for (KernelInfo &kernel : kernels) {
    if (!launch.kernelFile.empty()) {
      if (kernel.at.file == launch.kernelFile && kernel.at.begin == launch.kernelBegin)
        return &kernel;
    } else if (!launch.kernel.empty() && unqualified(kernel.name) == unqualified(launch.kernel)) {
      if (byName)
        return nullptr;
      byName = &kernel;
    }
  }
  return byName;
}

} // namespace

void uniteKernel(KernelInfo &into, const KernelInfo &other) {
  uniteFeatures(into, other);
  into.staticSharedBytes = std::max(into.staticSharedBytes, other.staticSharedBytes);
  into.localBytes = std::max(into.localBytes, other.localBytes);
  if (!into.maxThreadsPerBlock)
    into.maxThreadsPerBlock = other.maxThreadsPerBlock;
  unite(into.callees, other.callees);
  unite(into.needs, other.needs);
  unite(into.launches, other.launches);
  if (hardness(into.shape) < hardness(other.shape))
    into.shape = other.shape;
}

void uniteKernels(std::vector<KernelInfo> &kernels) {
  std::sort(kernels.begin(), kernels.end());
  std::vector<KernelInfo> united;
  for (KernelInfo &kernel : kernels) {
    bool known =
        !united.empty() && united.back().name == kernel.name && united.back().at == kernel.at;
    if (known)
      uniteKernel(united.back(), kernel);
    else
      united.push_back(std::move(kernel));
  }
  kernels = std::move(united);
}

void markNotUnderstood(std::vector<KernelInfo> &kernels, const std::vector<Finding> &findings) {
  for (const Finding &finding : findings) {
    if (finding.id != diag::ParseError::id)
      continue;
    for (KernelInfo &kernel : kernels) {
      if (kernel.at.file != finding.at.file || finding.at.begin < kernel.at.begin ||
          finding.at.begin >= kernel.bodyEnd)
        continue;
      KernelNeed need;
      need.kind = NeedKind::NotUnderstood;
      need.at = finding.at;
      unite(kernel.needs, {need});
    }
  }
}

void assignLaunches(std::vector<KernelInfo> &kernels, std::vector<LaunchInfo> &launches) {
  std::vector<LaunchInfo> others;
  for (LaunchInfo &launch : launches) {
    if (KernelInfo *kernel = kernelOf(kernels, launch))
      kernel->launches.push_back(std::move(launch));
    else
      others.push_back(std::move(launch));
  }
  launches = std::move(others);
}

} // namespace sampan
