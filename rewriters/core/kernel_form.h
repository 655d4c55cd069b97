// SPDX-License-Identifier: Apache-2.0
// How a kernel runs on the host, and what stood in the way of a better form. Values for
// `sampan explain-kernel` and for hints; chosen by rewriters/lowering/host.
#pragma once

#include "rewriters/core/span.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sampan {

enum class HostForm : std::uint8_t {
  Loop,        ///< no thread waits for another: one loop over the threads
  Fission,     ///< one loop per region between barriers
  LaneChunked, ///< lanes of a warp in loops of their own between warp collectives
  Fibre,       ///< thread by thread, on stacks that can be suspended
  Unused,      ///< a template that nothing instantiates, and of which nothing can be told without
};

/// Whether threads of a block run as loops.
constexpr bool isBlockForm(HostForm form) {
  return form != HostForm::Fibre && form != HostForm::Unused;
}

struct KernelForm {
  std::string kernel; ///< qualified, without template arguments
  Span at;            ///< the kernel's name in its definition
  HostForm form = HostForm::Fibre;
  bool meets = false;        ///< has barriers or warp collectives, itself or in what it calls
  unsigned regions = 0;      ///< loops that the form consists of
  unsigned bounded = 0;      ///< of them, those whose guard became the loop's bounds
  unsigned interchanged = 0; ///< of them, those inside a uniform loop of the kernel
  std::vector<std::string> carried; ///< variables kept per thread across regions
  std::string obstacle;             ///< why not a loop; empty otherwise
  Span obstacleAt;

  friend auto operator<=>(const KernelForm &, const KernelForm &) = default;
};

} // namespace sampan
