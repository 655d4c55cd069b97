// SPDX-License-Identifier: Apache-2.0
// Commands of nvcc in the form that the front end takes. The compile driver and the reader of
// compile_commands.json share this, so a file is parsed alike in both.
#pragma once

#include "tool/nvcc/arguments.h"
#include "tool/support/toolkit.h"

#include <string>
#include <vector>

namespace sampan::nvcc {

/// Flags that matter to a parse: macros, include directories, standard, language features.
std::vector<std::string> clangArguments(const Invocation &invocation, const Toolkit &kit);

/// The parse-relevant ones among flags for a host compiler.
std::vector<std::string> parseRelevantFlags(const std::vector<std::string> &hostFlags);

struct ClangCommand {
  std::vector<std::string> files; ///< sources, as spelled
  std::vector<std::string> arguments;
  int deviceArch = 800;
  bool relocatableDeviceCode = false;
  std::vector<std::string> errors;
};

/// `words` is a whole command line of nvcc without the program's name.
ClangCommand nvccToClangArguments(const std::vector<std::string> &words, const Toolkit &kit);

} // namespace sampan::nvcc
