// SPDX-License-Identifier: Apache-2.0
// A place that launches a kernel, with those parts of the configuration that are constant.
#pragma once

#include "rewriters/core/span.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sampan {

struct LaunchInfo {
  std::string kernel; ///< qualified, without template arguments; empty when a pointer is launched
  std::string kernelFile;        ///< of its definition, when this unit has it
  std::uint32_t kernelBegin = 0; ///< offset of its name there
  Span at;
  std::optional<std::uint64_t> blocks;        ///< in all; nothing when not constant
  std::optional<std::uint64_t> threads;       ///< per block
  std::optional<std::uint64_t> dynamicShared; ///< bytes
  bool cooperative = false;

  friend auto operator<=>(const LaunchInfo &, const LaunchInfo &) = default;
};

} // namespace sampan
