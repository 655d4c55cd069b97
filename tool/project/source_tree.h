// SPDX-License-Identifier: Apache-2.0
// A directory without any word on how its files are compiled: which of them are CUDA, and where
// their headers must be for the #include lines to make sense.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sampan {

class SourceTree {
public:
  /// Looks at everything below `root` (absolute) but hidden directories, build directories and what
  /// lies below one of `exclude`.
  static SourceTree scan(const std::string &root, const std::vector<std::string> &exclude);

  /// Sources that hold or call CUDA, sorted.
  const std::vector<std::string> &cudaSources() const { return sources; }

  /// Directories for -I, so that the includes of `file`, and those of the headers found by them,
  /// lead to files of the tree. Of several headers that fit, the one nearest to its includer.
  std::vector<std::string> includeDirectories(const std::string &file) const;

private:
  std::string locate(const std::string &name, const std::string &includer) const;

  std::vector<std::string> sources;
  std::map<std::string, std::vector<std::string>> headers; ///< paths by file name
};

/// Names in the #include directives of a text, in order; comments are not looked through.
std::vector<std::string> includedNames(const std::string &text);

} // namespace sampan
