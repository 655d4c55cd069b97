// SPDX-License-Identifier: Apache-2.0
// Learns how a project is compiled by watching its build. A directory of small shell scripts named
// like compilers goes in front of PATH; each notes its command line in a file of its own, so that a
// parallel build needs no lock, and then becomes the real compiler. nvcc becomes spncc. The scripts
// stay where they are after the build: CMake remembers where it found a compiler.
#pragma once

#include "tool/support/toolkit.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace sampan {

/// Environment variable that tells the scripts where to put their notes. Without it they only
/// become the compiler.
inline constexpr const char *kInterceptVariable = "SAMPAN_INTERCEPT_DIR";

struct CompilerShims {
  std::string directory; ///< for PATH
  std::string cudaRoot;  ///< looks like a toolkit, with the script in the place of nvcc
};

/// Writes the scripts below `directory`, for the compilers that `searchPath` (as PATH) has.
llvm::Expected<CompilerShims> writeShims(const std::string &directory,
                                         const std::string &searchPath, const Toolkit &kit);

/// For our own compiler, which a build may start by its full path, so that no script did it: notes
/// the command line as they do, and what it starts is its own business. Does nothing where no build
/// is watched.
void noteCommand(const std::string &name, const std::vector<std::string> &arguments);

/// One entry of compile_commands.json.
struct RecordedCommand {
  std::string directory, file; ///< `file` as on the command line
  std::vector<std::string> arguments;
  std::string output;

  friend auto operator<=>(const RecordedCommand &, const RecordedCommand &) = default;
};

/// What the notes in `directory` say: one entry per source that was compiled, sorted, each once.
/// Probes of configure and CMake are left out.
std::vector<RecordedCommand> readRecords(const std::string &directory);

/// The entries of one command line; `words` starts with the compiler.
std::vector<RecordedCommand> interpretRecord(const std::string &directory,
                                             const std::vector<std::string> &words);

std::string databaseText(const std::vector<RecordedCommand> &commands);

} // namespace sampan
