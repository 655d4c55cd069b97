// SPDX-License-Identifier: Apache-2.0
// Unites what the translation units of a project contributed. A header is read by many units, each
// of which proposes edits for it; the plan holds one sorted, conflict-free set, and does not depend
// on the order in which the units were analysed.
#pragma once

#include "rewriters/core/tu_result.h"

#include <map>
#include <string>
#include <vector>

namespace sampan {

class Plan {
public:
  /// Groups are considered in order of (main file, position, pass). The first one wins; one that
  /// contradicts it is dropped whole, with a finding. The same replacement from several units is
  /// one edit, and so is the same insertion.
  static Plan merge(std::vector<TuResult> results);

  std::vector<std::string> mainFiles;             ///< sorted
  std::vector<std::string> failedFiles;           ///< main files that the front end could not read
  std::vector<std::string> files;                 ///< project files that some unit read, sorted
  std::map<std::string, std::vector<Edit>> edits; ///< by file; sorted, without overlaps
  std::vector<Use> uses;                          ///< sorted by place, one per place and name
  std::vector<Finding> findings;
  std::vector<KernelInfo> kernels;
  std::vector<KernelForm> kernelForms;
  std::vector<LaunchInfo> launches; ///< of kernels that no unit defines, or through pointers
  std::vector<Span> notAnalysed;    ///< what no unit that read the file has analysed
  std::vector<Span> opaqueMacros;   ///< sorted

  const std::vector<Edit> &editsOf(const std::string &file) const;
  bool hasErrors() const;
};

} // namespace sampan
