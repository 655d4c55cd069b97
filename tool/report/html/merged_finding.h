// SPDX-License-Identifier: Apache-2.0
// A report on several targets says of each one what it lacks. A person reads that as one statement
// about several targets, and so does the page.
#pragma once

#include "tool/report/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace sampan::html {

struct MergedFinding {
  const ReportFinding *first = nullptr;
  std::vector<std::size_t> targets; ///< ascending
  std::string message;              ///< names all of these targets
};

/// In the order of the report.
std::vector<MergedFinding> mergeFindings(const Report &report);

/// `message` with the last mention of the target's name replaced by a mark, so that messages about
/// different targets can be equal.
std::string withoutTarget(std::string_view message, std::string_view target);
/// The mark replaced by `names`.
std::string withTargets(std::string_view message, std::string_view names);

/// "ascend950, host"
std::string targetNames(const Report &report, const std::vector<std::size_t> &targets);

} // namespace sampan::html
