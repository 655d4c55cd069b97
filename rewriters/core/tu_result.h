// SPDX-License-Identifier: Apache-2.0
// Everything one translation unit contributes. Values only: merged by Plan, on any thread.
#pragma once

#include "rewriters/core/edit.h"
#include "rewriters/core/finding.h"
#include "rewriters/core/kernel_info.h"
#include "rewriters/core/use.h"

#include <string>
#include <vector>

namespace sampan {

/// One #include directive as the preprocessor met it. `parent` is the index of the directive that
/// brought in the file where this one stands, or -1 for the main file: together they form the tree
/// of what was read, in order.
struct IncludeEvent {
  Span at;          ///< from '#' to the end of the file name; `at.file` is where it stands
  std::string path; ///< absolute path of the file found, empty when missing
  int parent = -1;
  bool entered = false;   ///< false: an include guard or #pragma once skipped it
  bool isProject = false; ///< the file found may be edited

  friend auto operator<=>(const IncludeEvent &, const IncludeEvent &) = default;
};

struct TuResult {
  std::string mainFile;
  std::vector<Use> uses;
  std::vector<Finding> findings;
  std::vector<EditGroup> groups;
  std::vector<KernelInfo> kernels;
  std::vector<Span> notAnalysed;      ///< inactive preprocessor branches that no view covered
  std::vector<std::string> files;     ///< project files that this unit read, main file first
  std::vector<IncludeEvent> includes; ///< of project files, in preprocessing order
  bool failed = false;                ///< the front end could not run at all
};

} // namespace sampan
