// SPDX-License-Identifier: Apache-2.0
// Which lines differ from a git revision: for pull requests, where only what a change brings in
// shall count.
#pragma once

#include "rewriters/core/finding.h"

#include "llvm/Support/Error.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sampan {

class ChangedLines {
public:
  /// Lines of the working tree below `directory` that are not as where this branch left `revision`.
  /// Files that git does not know count as changed throughout.
  static llvm::Expected<ChangedLines> since(const std::string &revision,
                                            const std::string &directory);
  /// `diff` is what `git diff --unified=0` prints; paths in it are relative to `root`.
  static ChangedLines parse(std::string_view diff, const std::string &root);

  /// For a finding with an absolute path. One about a file as a whole counts when the file changed.
  bool contains(const Finding &finding) const;

private:
  std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> ranges;
  std::set<std::string> wholeFiles;
};

} // namespace sampan
