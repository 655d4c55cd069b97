// SPDX-License-Identifier: Apache-2.0
#include "test/support/files.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

namespace sampan::test {
namespace fs = std::filesystem;

TempDir::TempDir() {
  std::string pattern = (fs::temp_directory_path() / "sampan-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) {
    std::perror(pattern.c_str());
    std::abort();
  }
  root = pattern;
}

TempDir::~TempDir() {
  if (std::getenv("SAMPAN_KEEP_TEMP")) {
    std::fprintf(stderr, "kept: %s\n", root.c_str());
    return;
  }
  std::error_code ignored;
  fs::remove_all(root, ignored);
}

std::string readFile(const fs::path &file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void writeFile(const fs::path &file, std::string_view text) {
  if (file.has_parent_path())
    fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::map<std::string, std::string> readTree(const fs::path &root) {
  std::map<std::string, std::string> tree;
  if (!fs::exists(root))
    return tree;
  for (const fs::directory_entry &entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file())
      tree[entry.path().lexically_relative(root).string()] = readFile(entry.path());
  return tree;
}

namespace {

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

struct DiffLine {
  char mark; ///< ' ', '-' or '+'
  std::string_view text;
};

/// Longest common subsequence by the plain table: test files are short.
std::vector<DiffLine> align(const std::vector<std::string_view> &a,
                            const std::vector<std::string_view> &b) {
  std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  std::vector<DiffLine> result;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      result.push_back({' ', a[i++]});
      ++j;
    } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
      result.push_back({'-', a[i++]});
    } else {
      result.push_back({'+', b[j++]});
    }
  }
  return result;
}

} // namespace

std::string unifiedDiff(std::string_view expected, std::string_view actual,
                        std::string_view expectedName, std::string_view actualName) {
  if (expected == actual)
    return "";
  std::vector<DiffLine> lines = align(linesOf(expected), linesOf(actual));
  std::vector<bool> shown(lines.size(), false);
  constexpr std::size_t kContext = 3;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].mark != ' ')
      for (std::size_t k = i < kContext ? 0 : i - kContext;
           k <= std::min(lines.size() - 1, i + kContext); ++k)
        shown[k] = true;

  std::ostringstream out;
  out << "--- " << expectedName << "\n+++ " << actualName << "\n";
  int oldLine = 1, newLine = 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (shown[i] && (i == 0 || !shown[i - 1]))
      out << "@@ -" << oldLine << " +" << newLine << " @@\n";
    if (shown[i])
      out << lines[i].mark << lines[i].text << "\n";
    oldLine += lines[i].mark != '+';
    newLine += lines[i].mark != '-';
  }
  if (std::none_of(lines.begin(), lines.end(), [](const DiffLine &l) { return l.mark != ' '; }))
    out << "(only the end of the last line differs)\n";
  return out.str();
}

bool equalWithin(std::string_view expected, std::string_view actual, double tolerance) {
  if (expected == actual)
    return true;
  if (tolerance <= 0)
    return false;
  std::istringstream a{std::string(expected)}, b{std::string(actual)};
  std::string left, right;
  while (a >> left) {
    if (!(b >> right))
      return false;
    if (left == right)
      continue;
    char *leftEnd, *rightEnd;
    double x = std::strtod(left.c_str(), &leftEnd), y = std::strtod(right.c_str(), &rightEnd);
    if (leftEnd == left.c_str() || rightEnd == right.c_str() || std::string(leftEnd) != rightEnd)
      return false;
    if (!(std::fabs(x - y) <= tolerance * std::max(1.0, std::fabs(x))))
      return false;
  }
  return !(b >> right);
}

} // namespace sampan::test
