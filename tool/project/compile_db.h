// SPDX-License-Identifier: Apache-2.0
// How the files of a project are compiled: compile_commands.json, with the command lines of nvcc in
// it understood, or flags that the user gives for all files.
#pragma once

#include "tool/project/intercept.h"
#include "tool/support/toolkit.h"

#include "llvm/Support/Error.h"

#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct CompileCommand {
  std::string file;                   ///< absolute
  std::string directory;              ///< working directory
  std::vector<std::string> arguments; ///< as the front end takes them
  int deviceArch = 800;
  bool relocatableDeviceCode = false;
  bool isCuda = false;
  bool forcedCuda = false; ///< by -x cu, whatever the file is called
};

class CompileDatabase {
public:
  /// Reads the text of a compile_commands.json.
  static llvm::Expected<CompileDatabase> parse(std::string_view json, const Toolkit &kit);
  static llvm::Expected<CompileDatabase> load(const std::string &path, const Toolkit &kit);

  /// The commands of one file; a file may be compiled several times with different flags.
  std::vector<CompileCommand> commandsFor(const std::string &absoluteFile) const;
  /// All CUDA sources, in order.
  std::vector<std::string> cudaFiles() const;
  const std::vector<CompileCommand> &commands() const { return entries; }

private:
  std::vector<CompileCommand> entries;
};

/// The entries as they are written.
llvm::Expected<std::vector<RecordedCommand>> parseDatabaseEntries(std::string_view json);
llvm::Expected<std::vector<RecordedCommand>> readDatabaseEntries(const std::string &file);

/// compile_commands.json in `directory` or the nearest directory above; empty when there is none.
std::string findDatabase(const std::string &directory);

/// One command line, whatever compiler it is for. `words` starts with the program.
CompileCommand interpretCommand(std::vector<std::string> words, const std::string &directory,
                                const std::string &file, const Toolkit &kit);

/// Flags after "--", which may be those of nvcc or of a host compiler.
CompileCommand fixedCommand(const std::vector<std::string> &flags, const std::string &directory,
                            const std::string &file, const Toolkit &kit);

} // namespace sampan
