// SPDX-License-Identifier: Apache-2.0
// Which files a run is about: those that are named, those below directories that are named, or all
// of the compilation database.
#pragma once

#include "rewriters/core/finding.h"
#include "tool/commands/arguments.h"
#include "tool/project/compile_db.h"

#include <optional>
#include <string>
#include <vector>

namespace sampan {

struct ProjectInput {
  std::string file; ///< absolute
  /// For a file below a directory that was named, when no database knows it.
  bool guessed = false;
  std::vector<std::string> includeDirectories;

  /// What was guessed, for the report; nothing when no directory was needed.
  std::optional<Finding> note() const;
};

/// compile_commands.json of -p, else the one nearest to the first input, else an empty one. A
/// broken one is an error.
llvm::Expected<CompileDatabase> openDatabase(const Arguments &arguments, const Toolkit &kit);

struct ProjectInputs {
  std::vector<ProjectInput> files; ///< each once
  std::vector<Finding> problems;   ///< directories without sources
};

/// Says on stderr what was guessed.
ProjectInputs gatherInputs(const Arguments &arguments, const CompileDatabase &database);

} // namespace sampan
