// SPDX-License-Identifier: Apache-2.0
// Lines of source files, read once: fingerprints and suppressions both look at them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

class SourceLines {
public:
  /// Text of a file, empty when it cannot be read. Valid as long as this object.
  const std::string &text(const std::string &file);
  /// One-based; without its line break. Empty when there is no such line.
  std::string_view line(const std::string &file, std::size_t number);

private:
  struct File {
    std::string text;
    std::vector<std::string_view> lines;
  };
  const File &file(const std::string &path);

  std::map<std::string, std::unique_ptr<File>> files;
};

} // namespace sampan
