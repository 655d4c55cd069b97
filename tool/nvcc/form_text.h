// SPDX-License-Identifier: Apache-2.0
// The block forms in the rewritten files of one unit. A host compiler speaks of the user's lines,
// and a form repeats those of its kernel; here it is made to speak of the lines of the form.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sampan::nvcc {

/// One form, by lines of the rewritten file.
struct FormText {
  unsigned first = 0, last = 0;
  unsigned of = 0; ///< line of the kernel's or function's name in the user's file
  struct Line {
    unsigned at = 0;   ///< in the rewritten file
    unsigned user = 0; ///< what a line directive there says of the next line
  };
  std::vector<Line> directives;
  std::vector<unsigned> loops; ///< that run threads one after the other

  /// The user's line that the loop at `line` begins with; that of the name where there is none.
  unsigned userLine(unsigned line) const;
};

/// While it lives, the files below `root` have no line directives.
class PlainForms {
public:
  explicit PlainForms(const std::string &root);
  ~PlainForms();
  PlainForms(const PlainForms &) = delete;
  PlainForms &operator=(const PlainForms &) = delete;

  /// By the path of the rewritten file.
  std::map<std::string, std::vector<FormText>> forms;

private:
  std::map<std::string, std::string> texts; ///< to put back
};

} // namespace sampan::nvcc
