// SPDX-License-Identifier: Apache-2.0
// .sampan.json: what a project says once for all runs. JSON with comments; every key is known, and
// a mistake is reported at its line. Flags outrank it, and it outranks the environment.
#pragma once

#include "tool/gate/policy.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace sampan {

inline constexpr const char *kConfigName = ".sampan.json";

struct Config {
  std::string directory; ///< absolute; where the file lies
  std::vector<std::string> targets, rules, projectRoots, extraArguments, exclude;
  std::string buildPath;
  std::optional<unsigned> jobs;
  GatePolicy gates;

  /// Relative paths in the text are relative to `directory`. `name` is used in messages.
  static llvm::Expected<Config> parse(const std::string &text, const std::string &name,
                                      const std::string &directory);
  static llvm::Expected<Config> load(const std::string &file);
  /// The file in `directory` or the nearest directory above; empty when there is none.
  static std::string find(const std::string &directory);
};

/// Rule files of SAMPAN_RULES (separated by colons), in order.
std::vector<std::string> rulesFromEnvironment();

/// Rule files for a compile that starts in `directory`: SAMPAN_RULES, then .sampan.json.
llvm::Expected<std::vector<std::string>> rulesForCompile(const std::string &directory);

} // namespace sampan
