// SPDX-License-Identifier: Apache-2.0
// What the host compiler made of the loops that run a kernel's threads: whether each became vector
// instructions, and what stood in the way.
#pragma once

#include "tool/support/toolkit.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace sampan::nvcc {

struct LoopRemark {
  std::string file;        ///< the user's
  unsigned form = 0;       ///< line of the name of the kernel or device function it belongs to
  unsigned line = 0;       ///< the user's line that the loop begins with
  bool vectorised = false; ///< some copy of it, where the compiler made several
  std::string width;       ///< as the compiler says it
  std::string reason;      ///< why not, as the compiler says it; empty where it says nothing
};

/// What the messages of a compiler say of loops, by file and line, in their order.
struct LoopMessage {
  std::string file;
  unsigned line = 0;
  bool vectorised = false;
  std::string text; ///< the width, or the reason
};
/// Of Clang's -Rpass... and GCC's -fopt-info-vec...
std::vector<LoopMessage> readLoopMessages(const std::string &messages);

/// Compiles `file` with `flags`, as spncc takes them. An error where there is no compiler, or the
/// file does not compile.
llvm::Expected<std::vector<LoopRemark>> loopRemarks(const Toolkit &kit, const std::string &file,
                                                    const std::vector<std::string> &flags);

} // namespace sampan::nvcc
