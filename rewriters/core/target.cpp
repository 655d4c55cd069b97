// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/target.h"

#include <algorithm>

namespace sampan {

std::uint32_t Capabilities::registersFor(std::uint32_t threads) const {
  for (const RegisterStep &step : registerSteps)
    if (threads <= step.threads)
      return step.registers;
  return 0;
}

std::uint64_t Capabilities::cacheBeside(std::uint64_t sharedBytes) const {
  std::uint64_t taken = reservedLocal + sharedBytes;
  return taken < localMemory ? std::min(localMemory - taken, largestCache) : 0;
}

std::string_view Target::spellingOf(std::string_view cuda) const {
  auto at = std::lower_bound(
      spellings.begin(), spellings.end(), cuda,
      [](const Spelling &spelling, std::string_view name) { return spelling.cuda < name; });
  return at != spellings.end() && at->cuda == cuda ? at->native : std::string_view();
}

std::string_view supportLevelName(SupportLevel level) {
  constexpr std::string_view names[] = {"none", "partial", "emulated", "full"};
  return names[static_cast<std::size_t>(level)];
}

std::optional<SupportLevel> parseSupportLevel(std::string_view name) {
  for (SupportLevel level :
       {SupportLevel::None, SupportLevel::Partial, SupportLevel::Emulated, SupportLevel::Full})
    if (supportLevelName(level) == name)
      return level;
  return std::nullopt;
}

std::string_view targetName(TargetId id) {
  constexpr std::string_view names[] = {"host", "ascend950", "ascend910b", "ascend310p",
                                        "cuda", "hip",       "opencl"};
  static_assert(std::size(names) == kTargetCount);
  return names[static_cast<std::size_t>(id)];
}

std::optional<TargetId> parseTargetName(std::string_view name) {
  for (std::size_t i = 0; i < kTargetCount; ++i)
    if (targetName(static_cast<TargetId>(i)) == name)
      return static_cast<TargetId>(i);
  return std::nullopt;
}

std::string_view featureName(Feature feature) {
  constexpr std::string_view names[] = {"doublePrecision",
                                        "half",
                                        "bfloat16",
                                        "fp8",
                                        "warpShuffle",
                                        "warpVote",
                                        "warpMatch",
                                        "warpReduce",
                                        "partialWarpMasks",
                                        "independentThreads",
                                        "blockBarrier",
                                        "gridBarrier",
                                        "cooperativeGroups",
                                        "atomicInt32",
                                        "atomicInt64",
                                        "atomicFloat",
                                        "atomicDouble",
                                        "atomicHalf",
                                        "atomicCas",
                                        "sharedAtomics",
                                        "staticShared",
                                        "dynamicShared",
                                        "constantMemory",
                                        "managedMemory",
                                        "deviceGlobals",
                                        "deviceHeap",
                                        "devicePrintf",
                                        "deviceAssert",
                                        "recursion",
                                        "functionPointers",
                                        "virtualFunctions",
                                        "dynamicParallelism",
                                        "textures",
                                        "surfaces",
                                        "inlinePtx",
                                        "clock",
                                        "cacheCoherence",
                                        "streamOrderedMemory",
                                        "graphs",
                                        "peerAccess",
                                        "narrowAtomics",
                                        "sharedAtomicInt64",
                                        "atomicBitwise",
                                        "systemScope",
                                        "exitBeforeBarrier",
                                        "divergentBarrier",
                                        "blockWaits",
                                        "matrixUnits",
                                        "packedVectors",
                                        "groupAlgorithms",
                                        "legacyDefaultStream",
                                        "implicitDevice",
                                        "freeWaits",
                                        "reusableEvents"};
  static_assert(std::size(names) == kFeatureCount);
  return names[static_cast<std::size_t>(feature)];
}

} // namespace sampan
