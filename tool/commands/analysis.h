// SPDX-License-Identifier: Apache-2.0
// The part that translate and report share: from the command line to a plan.
#pragma once

#include "rewriters/ast/frontend.h"
#include "rewriters/core/plan.h"
#include "rewriters/core/rules.h"
#include "tool/commands/command.h"
#include "tool/project/asc_project.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sampan {

struct Analysis {
  std::shared_ptr<const RuleTable> rules;
  Plan plan;
  std::vector<Finding> problems;       ///< inputs that were not analysed
  std::set<std::string> includedFiles; ///< files that some unit includes
  std::vector<std::string> mainFiles;  ///< inputs that were analysed, in the order given
  BuildFlags flags;                    ///< of all units

  /// Some input could not be read, or does not parse.
  bool incomplete() const;
  /// The exit status that findings and inputs call for.
  int status(const Arguments &arguments, const std::vector<Finding> &findings) const;
};

/// Nothing when the command line or a rule file is wrong; the message has then been printed.
std::optional<Analysis> analyse(const Arguments &arguments, const Toolkit &kit, Purpose purpose);

/// The built-in rules with those of --rules over them. Null after an error message.
std::shared_ptr<const RuleTable> rulesOf(const Arguments &arguments);

/// Targets named by --target or SAMPAN_TARGET, host without either. Empty after an error message.
std::vector<const Target *> chosenTargets(const Arguments &arguments);
/// The only one, for commands that work on one. Null after an error message.
const Target *chosenTarget(const Arguments &arguments);

} // namespace sampan
