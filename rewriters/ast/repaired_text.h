// SPDX-License-Identifier: Apache-2.0
// Where a repair changes what the parser makes of a file, the file is parsed as it reads with the
// repair. What is found then is told in places of the file as the user has it.
#pragma once

#include "rewriters/core/tu_result.h"

#include <map>
#include <string>
#include <vector>

namespace clang {
class PreprocessorOptions;
}

namespace sampan {

class RepairedText {
public:
  /// Of the insertions among `groups` that `by` made.
  RepairedText(const std::vector<EditGroup> &groups, const std::string &by);

  /// Makes a parser read the repaired files.
  void install(clang::PreprocessorOptions &preprocessor) const;
  /// Places of the repaired files become places of the user's.
  void toWritten(TuResult &result) const;
  /// Adds the repairs, but for those that some edit of `result` has in what it writes.
  void addRepairs(TuResult &result) const;

private:
  void toWritten(Span &span) const;

  std::map<std::string, std::vector<Edit>> files; ///< insertions, by place
  std::string by;
};

} // namespace sampan
