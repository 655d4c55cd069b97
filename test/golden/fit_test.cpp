// SPDX-License-Identifier: Apache-2.0
// The fit check on kernels as people write them: test/golden/fit/<case>/kernels.cu is analysed as
// `sampan report` does it, and what each target says is compared with <target>[.zh].expected there.
// SAMPAN_UPDATE_GOLDEN=1 rewrites these files.
#include "rewriters/ast/frontend.h"
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/plan.h"
#include "rewriters/core/rules.h"
#include "test/support/files.h"
#include "test/support/tools.h"
#include "tool/report/fit.h"
#include "tool/report/fit_program.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

const char *severityWord(Severity severity) {
  switch (severity) {
  case Severity::Note:
    return "note";
  case Severity::Warning:
    return "warning";
  case Severity::Error:
    break;
  }
  return "error";
}

std::string lineOf(const Finding &finding) {
  return std::to_string(finding.at.line) + ":" + std::to_string(finding.at.column) + ": " +
         severityWord(finding.severity) + ": " + finding.message + " [" + diagCode(finding.id) +
         "]\n";
}

/// Kernels in the order of the file, each with its verdict, its way and its findings; then what the
/// host code meets.
std::string describe(const Plan &plan, const Target &on) {
  std::vector<KernelInfo> kernels = plan.kernels;
  std::sort(kernels.begin(), kernels.end(),
            [](const KernelInfo &a, const KernelInfo &b) { return a.at < b.at; });
  std::string text;
  for (const KernelInfo &kernel : kernels) {
    KernelFit fit = fitKernel(kernel, on);
    text += kernel.name + ": " + std::string(verdictName(fit.verdict)) + ", " +
            std::string(wayName(fit.way)) + (fit.counterpart.empty() ? "" : " " + fit.counterpart) +
            "\n";
    for (const Finding &finding : fit.findings)
      text += "  " + lineOf(finding);
  }
  std::vector<Finding> host = fitProgram(plan, RuleTable::builtin(), on);
  std::sort(host.begin(), host.end());
  for (const Finding &finding : host)
    text += lineOf(finding);
  return text;
}

Plan analyse(const fs::path &folder) {
  TuOptions options;
  options.file = folder / "kernels.cu";
  options.directory = folder;
  options.arguments = {"-std=gnu++17"};
  options.cudaIncludeDir = SAMPAN_BUILD_PREFIX "/lib/sampan/cuda/include";
  options.sampanIncludeDir = SAMPAN_BUILD_PREFIX "/include";
  options.purpose = Purpose::Report;
  std::vector<TuResult> results;
  results.push_back(analyseTu(options, RuleTable::builtin()));
  EXPECT_FALSE(results.front().failed);
  return Plan::merge(std::move(results));
}

/// "ascend950" or "ascend950.zh" of "ascend950.zh.expected".
struct Expectation {
  fs::path file;
  const Target *on = nullptr;
  Language language = Language::English;
};

std::vector<Expectation> expectationsIn(const fs::path &folder) {
  std::vector<Expectation> result;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".expected")
      continue;
    fs::path stem = entry.path().stem();
    Expectation each{entry.path(), nullptr, Language::English};
    if (stem.extension() == ".zh") {
      each.language = Language::Chinese;
      stem = stem.stem();
    }
    each.on = findTarget(stem.string());
    EXPECT_NE(each.on, nullptr) << entry.path();
    if (each.on)
      result.push_back(each);
  }
  std::sort(result.begin(), result.end(),
            [](const Expectation &a, const Expectation &b) { return a.file < b.file; });
  return result;
}

class FitCase : public testing::TestWithParam<std::string> {};

TEST_P(FitCase, SaysWhatIsExpected) {
  const fs::path folder = fs::path(SAMPAN_SOURCE_DIR "/test/golden/fit") / GetParam();
  const Plan plan = analyse(folder);
  const char *value = std::getenv("SAMPAN_UPDATE_GOLDEN");
  bool updating = value && *value && std::string(value) != "0";
  std::vector<Expectation> expectations = expectationsIn(folder);
  EXPECT_FALSE(expectations.empty());
  for (const Expectation &each : expectations) {
    setMessageLanguage(each.language);
    std::string actual = describe(plan, *each.on);
    setMessageLanguage(Language::English);
    std::string expected = readFile(each.file);
    if (updating)
      writeFile(each.file, actual);
    else if (actual != expected)
      ADD_FAILURE() << unifiedDiff(expected, actual, each.file.string(), "actual");
  }
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const fs::directory_entry &entry :
       fs::directory_iterator(SAMPAN_SOURCE_DIR "/test/golden/fit"))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Fit, FitCase, testing::ValuesIn(cases()),
                         [](const auto &each) { return each.param; });

} // namespace
} // namespace sampan::test
