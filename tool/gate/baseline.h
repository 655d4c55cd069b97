// SPDX-License-Identifier: Apache-2.0
// The findings that a project knows and accepts for now. Only what is not in it counts as new. One
// finding a line, sorted, without line numbers or times: it merges well and changes only when
// findings do.
#pragma once

#include "tool/gate/source_lines.h"
#include "tool/report/model.h"

#include "llvm/Support/Error.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sampan {

inline constexpr const char *kBaselineName = ".sampan-baseline.json";

struct BaselineEntry {
  std::string fingerprint, id, file, text; ///< `text`: of the line, for people

  friend auto operator<=>(const BaselineEntry &, const BaselineEntry &) = default;
};

struct Baseline {
  std::vector<std::string> targets;             ///< it was written for
  std::map<std::string, BaselineEntry> entries; ///< by fingerprint

  /// All findings that are not suppressed. Paths below `root` become relative.
  static Baseline from(const std::vector<ReportFinding> &findings,
                       const std::vector<std::string> &targets, const std::string &root,
                       SourceLines &sources);
  /// `name` is used in messages.
  static llvm::Expected<Baseline> parse(const std::string &text, const std::string &name);
  static llvm::Expected<Baseline> load(const std::string &file);
  std::string toJson() const;
};

/// A baseline against what is found now.
struct BaselineDiff {
  std::vector<const ReportFinding *> added;
  std::vector<BaselineEntry> gone; ///< in files that were analysed, or that are no more
  std::size_t unchanged = 0;
};

/// `analysed` are the files of this run, relative to the root as in the entries; `exists` says
/// whether the file of an entry is still there.
BaselineDiff compare(const Baseline &baseline, const std::vector<ReportFinding> &findings,
                     const std::set<std::string> &analysed,
                     const std::function<bool(const std::string &)> &exists);

} // namespace sampan
