// SPDX-License-Identifier: Apache-2.0
// The rules of the code base that no compiler checks: which layer includes what, how long files
// may be, that nothing of one machine is written down.
#include "test/support/files.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <regex>
#include <sstream>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path; ///< relative to the root
  std::string text;
};

bool startsWithAny(const std::string &path, const std::vector<std::string> &roots) {
  return std::any_of(roots.begin(), roots.end(),
                     [&](const std::string &root) { return path.rfind(root, 0) == 0; });
}

/// Sources of the project; the CUDA code of samples and golden cases follows its own rules.
const std::vector<SourceFile> &sources() {
  static const std::vector<SourceFile> files = [] {
    std::vector<SourceFile> result;
    const fs::path root = SAMPAN_SOURCE_DIR;
    for (const char *folder : {"tool", "rewriters", "runtime-shim", "test", "bench"}) {
      if (!fs::exists(root / folder))
        continue;
      for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
        static const std::vector<std::string> extensions = {".cpp", ".h", ".c",
                                                            ".cuh", ".S", ".td"};
        std::string extension = entry.path().extension();
        std::string path = entry.path().lexically_relative(root);
        bool cudaHeader = path.rfind("runtime-shim/include/cuda/", 0) == 0;
        if (!entry.is_regular_file() ||
            (std::find(extensions.begin(), extensions.end(), extension) == extensions.end() &&
             !cudaHeader))
          continue;
        bool case_ = path.rfind("test/golden/", 0) == 0 &&
                     fs::exists(entry.path().parent_path() / "input.cu");
        if (!case_)
          result.push_back({path, readFile(entry.path())});
      }
    }
    std::sort(result.begin(), result.end(),
              [](const SourceFile &a, const SourceFile &b) { return a.path < b.path; });
    return result;
  }();
  return files;
}

std::vector<std::string> includesOf(const SourceFile &file) {
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"])re");
  std::vector<std::string> result;
  std::istringstream in(file.text);
  std::smatch match;
  for (std::string line; std::getline(in, line);)
    if (std::regex_search(line, match, include))
      result.push_back(match[1]);
  return result;
}

/// Fails for every file that includes something starting with `what` outside of `allowed`.
void expectOnlyIn(const std::string &what, const std::vector<std::string> &allowed) {
  for (const SourceFile &file : sources())
    for (const std::string &include : includesOf(file))
      EXPECT_TRUE(include.rfind(what, 0) != 0 || startsWithAny(file.path, allowed))
          << file.path << " includes " << include;
}

TEST(Architecture, FindsTheSources) {
  EXPECT_GT(sources().size(), 50u) << "run from a checkout with its sources";
}

TEST(Architecture, ClangStaysBehindTheFrontEnd) {
  expectOnlyIn("clang/", {"rewriters/ast/", "rewriters/passes/", "rewriters/kernel/",
                          "rewriters/lowering/", "test/unit/rewriters/"});
}

TEST(Architecture, JsonLibraryStaysInFewFiles) {
  // It costs seconds for each file that includes it.
  expectOnlyIn("nlohmann/",
               {"rewriters/core/rule_file.cpp", "rewriters/core/located_json",
                "rewriters/core/builtin_targets.cpp", "rewriters/core/target.cpp",
                "rewriters/rulegen/", "tool/report/", "tool/project/compile_db.cpp",
                "tool/project/manifest.cpp", "tool/gate/", "tool/commands/rules.cpp", "test/"});
}

TEST(Architecture, CoreKnowsNeitherClangNorTool) {
  for (const SourceFile &file : sources())
    if (startsWithAny(file.path, {"rewriters/core/"})) {
      for (const std::string &include : includesOf(file))
        EXPECT_FALSE(
            startsWithAny(include, {"clang/", "tool/", "rewriters/ast/", "rewriters/passes/",
                                    "rewriters/kernel/", "rewriters/lowering/"}))
            << file.path << " includes " << include;
    }
}

TEST(Architecture, RewritersDoNotKnowTheTool) {
  for (const SourceFile &file : sources())
    if (startsWithAny(file.path, {"rewriters/"})) {
      for (const std::string &include : includesOf(file))
        EXPECT_FALSE(startsWithAny(include, {"tool/"})) << file.path << " includes " << include;
    }
}

TEST(Architecture, ShimStandsAlone) {
  for (const SourceFile &file : sources())
    if (startsWithAny(file.path, {"runtime-shim/"})) {
      for (const std::string &include : includesOf(file))
        EXPECT_FALSE(startsWithAny(
            include, {"clang/", "llvm/", "nlohmann/", "fmt/", "tool/", "rewriters/", "boost/"}))
            << file.path << " includes " << include;
    }
}

TEST(Architecture, FilesAreShort) {
  const std::size_t limit = 500;
  // A longer file needs a reason here.
  const std::map<std::string, std::string> allowed = {
      {"rewriters/core/diagnostics.def", "one row per diagnostic, in two languages"},
  };
  for (const SourceFile &file : sources()) {
    auto lines = std::count(file.text.begin(), file.text.end(), '\n');
    if (!allowed.count(file.path)) {
      EXPECT_LE(std::size_t(lines), limit) << file.path;
    }
  }
}

TEST(Architecture, FilesSayWhatTheyAre) {
  for (const SourceFile &file : sources())
    EXPECT_NE(file.text.substr(0, 200).find("SPDX-License-Identifier: Apache-2.0"),
              std::string::npos)
        << file.path;
}

TEST(Architecture, HeadersGuardThemselves) {
  for (const SourceFile &file : sources())
    // Those of half_detail are text that is included once for each of two types.
    if (fs::path(file.path).extension() == ".h" &&
        file.path.find("/half_detail/") == std::string::npos) {
      EXPECT_TRUE(file.text.find("#pragma once") != std::string::npos ||
                  file.text.find("#ifndef") != std::string::npos)
          << file.path;
    }
}

TEST(Architecture, NothingIsLeftForLater) {
  static const std::regex mark(R"(\b(TODO|FIXME|XXX|HACK)\b)");
  for (const SourceFile &file : sources())
    if (file.path != "test/unit/architecture_test.cpp") {
      EXPECT_FALSE(std::regex_search(file.text, mark)) << file.path;
    }
}

TEST(Architecture, NoPathsOfOneMachine) {
  static const std::regex path(R"re((/home/\w|/root/|/tmp/\w|/work/|/Users/))re");
  for (const SourceFile &file : sources())
    if (file.path != "test/unit/architecture_test.cpp") {
      EXPECT_FALSE(std::regex_search(file.text, path)) << file.path;
    }
}

} // namespace
} // namespace sampan::test
