// SPDX-License-Identifier: Apache-2.0
// A command line of `sampan` as a value.
#pragma once

#include "rewriters/core/target.h"
#include "tool/gate/policy.h"
#include "tool/support/terminal.h"

#include <optional>
#include <string>
#include <vector>

namespace sampan {

/// "json:report.json"; no path, or "-", means standard output.
struct FormatRequest {
  std::string format, path;
};

struct Arguments {
  std::vector<std::string> inputs;
  std::optional<std::vector<std::string>> fixedFlags; ///< what follows "--"
  bool help = false, quiet = false, verbose = false;
  ColourMode colour = ColourMode::Auto;

  std::string buildPath;
  std::vector<std::string> extraBefore, extraAfter, ruleFiles, projectRoots;
  unsigned jobs = 1;
  std::vector<std::string> targets; ///< in the order given, each once
  bool exitZero = false, keepGoing = true, useCache = true;

  std::string configFile;      ///< from --config
  std::string configDirectory; ///< of the configuration in use, or empty
  bool noConfig = false, jobsGiven = false;
  std::vector<std::string> exclude; ///< absolute; what is below is no input unless named
  GatePolicy gates;

  std::string output, renameSources;
  TargetId language = TargetId::Host; ///< of kernels in translated sources
  bool emulateDouble = false;         ///< in them
  bool inPlace = false, backup = false, diff = false, force = false, append = false;

  std::vector<FormatRequest> formats;
  std::string library, shell;
  bool loops = false, json = false; ///< of explain-kernel

  std::vector<std::string> errors;
};

/// `visibility` is that of the subcommand; `words` follow its name.
Arguments parseSampanArguments(const std::vector<std::string> &words, unsigned visibility);

} // namespace sampan
