// SPDX-License-Identifier: Apache-2.0
// Decides which lines of which files the page shows before and after. A large project cannot be
// shown whole; what is left out is counted, and the budget is shared out evenly, so that no file
// vanishes because of its name.
#pragma once

#include "tool/report/html/line_diff.h"
#include "tool/report/html/merged_finding.h"
#include "tool/report/model.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sampan::html {

/// Lines longer than this are cut on the page.
inline constexpr std::size_t kLongestLine = 400;

struct SourceView {
  const ReportSource *source = nullptr;
  std::vector<std::string_view> before, after;
  std::vector<LinePair> rows;
  std::vector<Hunk> hunks;
  std::size_t changedLines = 0;
  std::size_t omittedRows = 0; ///< rows of hunks beyond the limit
  std::map<std::uint32_t, std::vector<const MergedFinding *>> findings; ///< by line before
};

class SourcePlan {
public:
  SourcePlan(const Report &report, const std::vector<MergedFinding> &merged);

  /// Does the page show this line of the text before?
  bool shows(const std::string &file, std::uint32_t line) const;
  bool showsFile(const std::string &file) const { return shown.contains(file); }

  std::vector<SourceView> views; ///< by file name
  std::size_t rowLimit = 0;      ///< rows per file; 0 when every file is complete

private:
  void fit(std::size_t bytes);

  std::map<std::string, std::set<std::uint32_t>> shown;
};

/// "src/a.cu-12": id of a line on the page.
std::string lineAnchor(const std::string &file, std::uint32_t line);

} // namespace sampan::html
