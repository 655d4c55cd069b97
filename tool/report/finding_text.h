// SPDX-License-Identifier: Apache-2.0
// Findings as compilers print their messages: place, severity, text, id, and the line with a mark
// under what is meant. Editors and CI systems understand this form.
#pragma once

#include "rewriters/core/finding.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

std::string_view severityName(Severity severity);

class FindingPrinter {
public:
  /// Paths below `directory` are shown relative to it.
  FindingPrinter(std::string directory, bool colour);

  std::string print(const Finding &finding);
  std::string print(const std::vector<Finding> &findings);

private:
  /// The text of a line, if the file can be read.
  std::optional<std::string> sourceLine(const std::string &file, std::uint32_t line);

  std::string directory;
  bool colour;
  std::map<std::string, std::vector<std::string>> files;
};

} // namespace sampan
