// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/merged_finding.h"

#include <gtest/gtest.h>

namespace sampan::html {
namespace {

ReportFinding finding(std::uint32_t begin, std::uint32_t line, const std::string &message,
                      std::vector<std::size_t> targets) {
  ReportFinding result;
  result.id = 3001;
  result.at = {"a.cu", begin, begin + 1, line, 1};
  result.message = message;
  result.targets = std::move(targets);
  return result;
}

Report reportOn(std::vector<std::string> targets) {
  Report report;
  for (std::string &name : targets) {
    report.targets.emplace_back();
    report.targets.back().name = std::move(name);
  }
  return report;
}

TEST(MergedFinding, SeveralTargetsAreOneStatement) {
  Report report = reportOn({"hip", "host"});
  report.findings = {finding(5, 1, "x is not available on hip", {0}),
                     finding(5, 1, "x is not available on host", {1})};
  std::vector<MergedFinding> merged = mergeFindings(report);
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_EQ(merged[0].message, "x is not available on hip, host");
  EXPECT_EQ(merged[0].targets, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(merged[0].count(), 1u);
}

TEST(MergedFinding, AFindingAboutAllTargetsKeepsItsWords) {
  Report report = reportOn({"host", "hip"});
  report.findings = {finding(5, 1, "host and device differ", {0, 1})};
  std::vector<MergedFinding> merged = mergeFindings(report);
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_EQ(merged[0].message, "host and device differ");
}

TEST(MergedFinding, PlacesInOneLineAreCounted) {
  Report report = reportOn({"host"});
  report.findings = {finding(5, 1, "no rule for x", {0}), finding(9, 1, "no rule for x", {0}),
                     finding(20, 2, "no rule for x", {0})};
  std::vector<MergedFinding> merged = mergeFindings(report);
  ASSERT_EQ(merged.size(), 2u);
  EXPECT_EQ(merged[0].count(), 2u);
  EXPECT_EQ(merged[1].count(), 1u);
}

TEST(MergedFinding, AnAcceptedOneStaysApart) {
  Report report = reportOn({"host"});
  report.findings = {finding(5, 1, "no rule for x", {0}), finding(9, 1, "no rule for x", {0})};
  report.findings[1].suppressed = true;
  EXPECT_EQ(mergeFindings(report).size(), 2u);
}

TEST(MergedFinding, OnlyTheNameOfTheTargetIsReplaced) {
  EXPECT_EQ(withTargets(withoutTarget("cudaMalloc is not available on cuda", "cuda"), "A, B"),
            "cudaMalloc is not available on A, B");
  EXPECT_EQ(withoutTarget("cudaMalloc is gone", "cuda"), "cudaMalloc is gone");
  EXPECT_EQ(withTargets(withoutTarget("cuda: cuda_x", "cuda"), "B"), "B: cuda_x");
}

} // namespace
} // namespace sampan::html
