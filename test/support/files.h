// SPDX-License-Identifier: Apache-2.0
// Files and texts of tests: reading, writing, temporary directories, differences.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace sampan::test {

/// A directory that is removed with the object; kept, and named on stderr, when the environment has
/// SAMPAN_KEEP_TEMP.
class TempDir {
public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir &) = delete;
  TempDir &operator=(const TempDir &) = delete;
  const std::filesystem::path &path() const { return root; }

private:
  std::filesystem::path root;
};

/// Empty when the file cannot be read.
std::string readFile(const std::filesystem::path &file);
void writeFile(const std::filesystem::path &file, std::string_view text);

/// Every regular file below `root` by its relative path.
std::map<std::string, std::string> readTree(const std::filesystem::path &root);

/// Unified difference with three lines of context; empty when both are equal.
std::string unifiedDiff(std::string_view expected, std::string_view actual,
                        std::string_view expectedName, std::string_view actualName);

/// Equal, or differing in numbers only, by no more than `tolerance` (absolute or relative).
bool equalWithin(std::string_view expected, std::string_view actual, double tolerance);

} // namespace sampan::test
