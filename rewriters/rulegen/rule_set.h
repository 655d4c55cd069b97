// SPDX-License-Identifier: Apache-2.0
// All rules of a build: the rule files, with patterns resolved against the runtime headers, and the
// checks that no single file can make.
#pragma once

#include "rewriters/core/rule_file.h"
#include "rewriters/rulegen/shim_declarations.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sampan::rulegen {

struct RuleSet {
  std::vector<RuleRow> rows;                                  ///< sorted by (api, isFamily)
  std::map<std::string, std::vector<std::string>> declaredIn; ///< library to headers
  std::vector<RuleFileError> errors;
};

/// `own` names what the headers declare and CUDA has no name for. Patterns ("cuda*" to "spn*")
/// stand for names of the runtime API, or of their file's own library in `libraries`.
RuleSet buildRuleSet(std::vector<RuleFile> files, const Declarations &runtime,
                     const Declarations &driver, const std::set<std::string> &own,
                     const std::map<std::string, Declarations> &libraries = {});

} // namespace sampan::rulegen
