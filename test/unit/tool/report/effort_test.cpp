// SPDX-License-Identifier: Apache-2.0
#include "tool/report/effort.h"

#include "rewriters/core/diagnostics.h"
#include "tool/report/model.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

Span at(const std::string &file, std::uint32_t begin) {
  return {"/p/" + file, begin, begin + 4, begin / 10 + 1, begin % 10 + 1};
}

Use unknownUse(const std::string &name, const std::string &file, std::uint32_t begin) {
  return {name, UseKind::Function, Outcome::Unknown, at(file, begin), false};
}

Plan plan() {
  Plan result;
  result.mainFiles = result.files = {"/p/a.cu", "/p/b.cu", "/p/clean.cu"};
  result.uses = {unknownUse("cudaOne", "a.cu", 10), unknownUse("cudaOne", "a.cu", 40),
                 unknownUse("cudaOne", "b.cu", 10)};
  for (std::uint32_t i = 0; i < 7; ++i)
    result.edits["/p/a.cu"].push_back({at("a.cu", 100 + 10 * i), "x"});
  result.edits["/p/clean.cu"].push_back({at("clean.cu", 0), "x"});
  return result;
}

const ReportFile &fileOf(const Report &report, const std::string &name) {
  for (const ReportFile &file : report.files)
    if (file.file == name)
      return file;
  ADD_FAILURE() << "no file " << name;
  return report.files.front();
}

TEST(Effort, AddsWhatIsFoundOutOnceToWhatIsDoneAtEachPlace) {
  RuleTable rules{std::vector<Rule>{}};
  Report report = Report::from(plan(), rules, target(TargetId::Host), {}, "/p");
  WorkCost cost = workCost(makeFinding(diag::ApiUnknown{.api = "x"}, {}));
  ASSERT_GT(cost.once, 0u);
  ASSERT_GT(cost.each, 0u);
  const Effort &a = fileOf(report, "a.cu").efforts[0];
  EXPECT_EQ(a.work, WorkClass::Rewrite);
  EXPECT_EQ(a.minutes, 2 * cost.each + reviewMinutes(7));
  ASSERT_EQ(a.reasons.size(), 1u);
  EXPECT_EQ(a.reasons[0].what, "cudaOne");
  EXPECT_EQ(a.reasons[0].count, 2u);
  EXPECT_EQ(fileOf(report, "b.cu").efforts[0].minutes, cost.each);
  EXPECT_EQ(fileOf(report, "clean.cu").efforts[0].work, WorkClass::Automatic);
  const TargetReport &host = report.targets[0];
  EXPECT_EQ(host.minutes, cost.once + 3 * cost.each + reviewMinutes(7) + reviewMinutes(1));
  ASSERT_EQ(host.blockers.size(), 1u);
  EXPECT_EQ(host.blockers[0].files, 2u);
  EXPECT_EQ(host.blockers[0].minutes, cost.once + 3 * cost.each);
  EXPECT_EQ(host.filesByWork[static_cast<std::size_t>(WorkClass::Rewrite)], 2u);
  ASSERT_EQ(report.todo.size(), 2u);
  EXPECT_EQ(report.todo[0].file, "a.cu");
  EXPECT_EQ(report.todo[0].lines, (std::vector<std::uint32_t>{2, 5}));
}

TEST(Effort, WhatAPersonAcceptedCostsNothing) {
  RuleTable rules{std::vector<Rule>{}};
  ReportOptions options;
  options.targets = {&target(TargetId::Host)};
  options.directory = "/p";
  options.annotate = [](std::vector<ReportFinding> &findings) {
    for (ReportFinding &finding : findings)
      finding.suppressed = true;
  };
  Report report = Report::from(plan(), rules, {}, options);
  EXPECT_EQ(report.countFindings(Severity::Error), 0u);
  EXPECT_EQ(report.targets[0].suppressed, 3u);
  EXPECT_TRUE(report.todo.empty());
  EXPECT_EQ(report.targets[0].minutes, reviewMinutes(7) + reviewMinutes(1));
}

Target targetWith(Feature feature, SupportLevel level) {
  Target result = target(TargetId::Host);
  for (FeatureSupport &support : result.capabilities.features)
    support = {SupportLevel::Full, {}};
  result.capabilities.features[static_cast<std::size_t>(feature)] = {level, "reason"};
  return result;
}

TEST(Effort, AKernelIsAsHardAsItsVerdict) {
  Plan input;
  input.mainFiles = input.files = {"/p/k.cu"};
  KernelInfo kernel;
  kernel.name = "k";
  kernel.at = at("k.cu", 5);
  kernel.usesCooperativeGroups = true;
  input.kernels = {kernel};
  RuleTable rules{std::vector<Rule>{}};
  const std::pair<SupportLevel, WorkClass> expected[] = {
      {SupportLevel::Full, WorkClass::Automatic},
      {SupportLevel::Emulated, WorkClass::Check},
      {SupportLevel::Partial, WorkClass::Rewrite},
      {SupportLevel::None, WorkClass::Blocked}};
  std::size_t before = 0;
  for (auto [level, work] : expected) {
    Target on = targetWith(Feature::CooperativeGroups, level);
    Report report = Report::from(input, rules, on, {}, "/p");
    EXPECT_EQ(report.kernels[0].efforts[0].work, work);
    EXPECT_EQ(fileOf(report, "k.cu").efforts[0].work, work) << "a file is as hard as its kernels";
    EXPECT_EQ(report.targets[0].kernelsByWork[static_cast<std::size_t>(work)], 1u);
    EXPECT_GE(report.targets[0].minutes, before) << "worse is not cheaper";
    DiagId why = level == SupportLevel::None      ? diag::FeatureUnsupported::id
                 : level == SupportLevel::Partial ? diag::FeaturePartial::id
                                                  : DiagId(0);
    const std::vector<WorkReason> &reasons = report.kernels[0].efforts[0].reasons;
    EXPECT_EQ(reasons.empty() ? DiagId(0) : reasons[0].id, why);
    before = report.targets[0].minutes;
  }
}

TEST(Effort, FiguresDoNotMakeAnotherMatter) {
  Plan input;
  input.mainFiles = input.files = {"/p/k.cu"};
  const Span places[] = {at("k.cu", 5), at("k.cu", 50)};
  const char *counts[] = {"3", "12"};
  for (int i = 0; i < 2; ++i)
    input.findings.push_back(
        makeFinding(diag::Fp64Unavailable{.count = counts[i], .target = "ascend950"}, places[i]));
  RuleTable rules{std::vector<Rule>{}};
  Report report = Report::from(input, rules, target(TargetId::Ascend950), {}, "/p");
  ASSERT_EQ(report.targets[0].blockers.size(), 1u);
  EXPECT_EQ(report.targets[0].blockers[0].count, 2u);
  EXPECT_NE(report.targets[0].blockers[0].what.find("ascend950"), std::string::npos);
  EXPECT_EQ(report.targets[0].blockers[0].what.find("12"), std::string::npos);
}

TEST(Effort, KnowsOtherDiagnosticsByTheirSeverity) {
  EXPECT_EQ(workCost(Finding{9999, Severity::Error, {}, {}}).work, WorkClass::Rewrite);
  EXPECT_EQ(workCost(Finding{9999, Severity::Warning, {}, {}}).work, WorkClass::Check);
  EXPECT_EQ(workCost(Finding{9999, Severity::Note, {}, {}}).work, WorkClass::Automatic);
  EXPECT_EQ(workCost(Finding{9999, Severity::Note, {}, {}}).each, 0u);
}

TEST(Effort, HoursHaveTenths) {
  EXPECT_EQ(hoursText(0), "0.0");
  EXPECT_EQ(hoursText(1), "0.1");
  EXPECT_EQ(hoursText(90), "1.5");
  EXPECT_EQ(hoursText(91), "1.6");
}

} // namespace
} // namespace sampan
