// SPDX-License-Identifier: Apache-2.0
// What the rest of the tool may know of a kernel: the values of the kernel model, without Clang.
#pragma once

#include "rewriters/core/kernel_need.h"
#include "rewriters/core/kernel_shape.h"
#include "rewriters/core/launch_info.h"
#include "rewriters/core/span.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sampan {

/// Where a barrier or warp collective stands; decides the form a lowering may choose.
enum class SyncPlace : std::uint8_t { None, TopLevel, UniformControl, DivergentControl, Callee };

struct KernelInfo {
  std::string name;          ///< qualified, without template arguments
  Span at;                   ///< the kernel's name in its definition
  std::uint32_t bodyEnd = 0; ///< offset after its body, in the same file; 0 when not known
  bool isTemplate = false;
  unsigned parameterCount = 0;
  std::optional<unsigned> maxThreadsPerBlock; ///< from __launch_bounds__, when a literal
  std::uint64_t staticSharedBytes = 0;        ///< sum over shared variables of known size
  bool usesDynamicShared = false;
  SyncPlace barrier = SyncPlace::None;
  SyncPlace warpCollective = SyncPlace::None;
  bool barrierAfterDivergentReturn = false;
  bool usesAtomics = false;
  bool usesDouble = false;
  bool usesHalf = false;
  bool usesPrintf = false;
  bool usesTexture = false;
  bool usesDeviceHeap = false;
  bool usesCooperativeGroups = false;
  bool usesGridSync = false;
  bool usesInlineAssembly = false;
  bool isRecursive = false;
  bool launchesKernels = false;
  bool callsUnknown = false; ///< a callee without a visible body or through a pointer
  std::vector<std::string> callees;
  std::vector<KernelNeed> needs; ///< sorted, those of all instantiations
  KernelShape shape;
  std::uint64_t localBytes = 0;     ///< variables of one thread, on the deepest way of calls
  std::vector<LaunchInfo> launches; ///< filled when units are merged

  friend auto operator<=>(const KernelInfo &, const KernelInfo &) = default;
};

} // namespace sampan
