// SPDX-License-Identifier: Apache-2.0
// Adds to the findings of a report what a project says about them: fingerprints, suppressions in
// the source, and how they stand to the baseline.
#pragma once

#include "tool/gate/baseline.h"
#include "tool/gate/suppression.h"
#include "tool/report/model.h"

#include <string>
#include <vector>

namespace sampan {

struct AnnotateOptions {
  std::string root;               ///< fingerprints hold paths relative to it
  std::vector<std::string> files; ///< whose comments are read
  std::size_t targetCount = 1;    ///< of the report
  const Baseline *baseline = nullptr;
};

/// `findings` are sorted, with absolute paths; findings about suppressions are added.
void annotateFindings(std::vector<ReportFinding> &findings, const AnnotateOptions &options,
                      SourceLines &sources);

/// Takes suppressed findings out, and adds those about suppressions without effect: for a command
/// that prints findings and makes no report of them.
void dropSuppressed(std::vector<Finding> &findings, const std::vector<std::string> &files);

} // namespace sampan
