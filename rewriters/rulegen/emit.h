// SPDX-License-Identifier: Apache-2.0
// What rulegen writes. Each function returns the text of one file.
#pragma once

#include "rewriters/rulegen/rule_set.h"

#include <string>
#include <vector>

namespace sampan::rulegen {

/// The sorted constant table, for builtin_rules.cpp.
std::string emitRuleTable(const RuleSet &rules);

/// The capabilities table, for builtin_targets.cpp. `texts` are (file name, content).
struct NamedText {
  std::string name, text;
};
std::string emitTargetTable(const std::vector<NamedText> &files,
                            std::vector<RuleFileError> &errors);

/// A translation unit that names each `to` of `library`, so that a missing one fails the build.
std::string emitCheck(const RuleSet &rules, const std::string &library);

/// One generated header of CUDA's names.
struct NamesHeader {
  std::string guard;
  std::string before;       ///< generated header that must come first, or empty
  std::string neutralGuard; ///< include guard of the neutral header
  std::string cHeader, cxxHeader;
};
const NamesHeader &runtimeNames();
const NamesHeader &driverNames();

/// A library of CUDA's beyond the runtime whose functions the shim has.
struct LibraryNames {
  std::string rules; ///< library in the rule files
  std::string name;  ///< option of rulegen, and part of the names of its outputs
  NamesHeader header;
};
const std::vector<LibraryNames> &libraryNames();

/// CUDA's names over the neutral API, for C and C++ (see emit_cuda_names.cpp). Those of
/// `declarations` alone.
std::string emitCudaNames(const RuleSet &rules, const Declarations &declarations,
                          const NamesHeader &header);

/// Functions with CUDA's names as real symbols, for programs that look for them in the library.
/// `header` declares the neutral ones.
std::string emitCudaSymbols(const RuleSet &rules, const Declarations &declarations,
                            const std::string &header);

/// Names of the targets whose back end this version does not have.
std::vector<std::string> plannedTargets(const std::vector<NamedText> &files);

/// The support matrix in Markdown.
std::string emitMatrix(const RuleSet &rules, const std::vector<std::string> &planned);

} // namespace sampan::rulegen
