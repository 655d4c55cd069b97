// SPDX-License-Identifier: Apache-2.0
// The subcommands of `sampan`. Each takes its parsed options and returns an exit status.
#pragma once

#include "tool/commands/arguments.h"
#include "tool/support/toolkit.h"

#include <string>
#include <vector>

namespace sampan {

/// An unfinished run outranks findings, so Findings always means: complete, and not clean.
enum ExitStatus : int {
  ExitClean = 0,
  ExitFindings = 1,
  ExitUsage = 2,
  ExitInput = 3,
  ExitInternal = 4,
  ExitConflicts = 5, ///< translate merged edits by hand with a new translation; some places clash
};

/// `words` without the program's name.
int runSampan(const char *argv0, const std::vector<std::string> &words);

/// Prints "sampan: error: ..." and returns ExitUsage.
int usageError(const std::string &text);

int runTranslate(const Arguments &arguments, const Toolkit &kit);
int runReport(const Arguments &arguments, const Toolkit &kit);
int runExplain(const Arguments &arguments, const Toolkit &kit);
int runExplainKernel(const Arguments &arguments, const Toolkit &kit);
int runRules(const Arguments &arguments, const Toolkit &kit);
int runBaseline(const Arguments &arguments, const Toolkit &kit);
int runIntercept(const Arguments &arguments, const Toolkit &kit);
int runEnv(const Arguments &arguments, const Toolkit &kit);
int runDoctor(const Arguments &arguments, const Toolkit &kit);

} // namespace sampan
