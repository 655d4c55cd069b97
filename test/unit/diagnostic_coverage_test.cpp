// SPDX-License-Identifier: Apache-2.0
// Every diagnostic that the code reports is shown by some test: a golden case expects it, or a test
// names it. A diagnostic that no test provokes may be wrong or gone without anybody seeing it.
#include "test/support/files.h"

#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <sstream>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

std::string allText(const fs::path &root, const std::set<std::string> &extensions) {
  std::string text;
  for (const fs::directory_entry &entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file() && extensions.count(entry.path().extension()) &&
        entry.path().filename() != "diagnostic_coverage_test.cpp")
      text += readFile(entry.path()) + "\n";
  return text;
}

TEST(Diagnostics, EachReportedOneIsShownByATest) {
  const fs::path root = SAMPAN_SOURCE_DIR;
  // Reported only where a test cannot go.
  const std::map<std::string, std::string> exceptions = {
      {"InternalError", "needs a bug"},
      {"OutputUnwritable", "needs a full disk, or a user that may not write"},
  };

  std::map<std::string, std::string> ids; // name -> id
  std::string definitions = readFile(root / "rewriters" / "core" / "diagnostics.def");
  static const std::regex row(R"re(DIAG\((\d{4}), (\w+),)re");
  for (std::sregex_iterator it(definitions.begin(), definitions.end(), row), end; it != end; ++it)
    ids[(*it)[2]] = (*it)[1];
  ASSERT_GT(ids.size(), 10u);

  const std::string tests = allText(root / "test", {".cpp", ".expected", ".h"});
  const std::string code =
      allText(root / "rewriters", {".cpp", ".h"}) + allText(root / "tool", {".cpp", ".h"});
  static const std::regex report(R"re(diag::(\w+)\{)re");
  std::set<std::string> reported;
  for (std::sregex_iterator it(code.begin(), code.end(), report), end; it != end; ++it)
    reported.insert((*it)[1]);
  EXPECT_GT(reported.size(), 10u);

  for (const std::string &name : reported) {
    if (!ids.count(name) || exceptions.count(name))
      continue;
    bool shown = tests.find("SPN" + ids[name]) != std::string::npos ||
                 tests.find("diag::" + name) != std::string::npos;
    EXPECT_TRUE(shown) << "no test shows SPN" << ids[name] << " (" << name << ")";
  }
}

} // namespace
} // namespace sampan::test
