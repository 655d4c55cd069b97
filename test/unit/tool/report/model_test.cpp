// SPDX-License-Identifier: Apache-2.0
#include "tool/report/model.h"

#include "rewriters/core/diagnostics.h"
#include "tool/report/finding_text.h"
#include "tool/report/render.h"
#include "tool/support/files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sampan {
namespace {

Rule rule(std::string_view api, std::string_view library, SupportLevel host, SupportLevel ascend) {
  Rule row;
  row.api = api;
  row.to = "spnSomething";
  row.action = RuleAction::Rename;
  row.library = library;
  row.support.fill({host, 0});
  row.support[static_cast<std::size_t>(TargetId::Ascend950)] = {ascend, 0};
  return row;
}

RuleTable table() {
  return RuleTable(std::vector<Rule>{
      rule("cudaMalloc", "runtime", SupportLevel::Full, SupportLevel::Full),
      rule("cudaGraphLaunch", "runtime", SupportLevel::Emulated, SupportLevel::None),
      rule("cublasSgemm", "cublas", SupportLevel::Partial, SupportLevel::Full)});
}

Use use(const std::string &name, Outcome outcome, std::uint32_t begin) {
  return {name, UseKind::Function, outcome, {"/p/src/a.cu", begin, begin + 4, 1, begin + 1}, false};
}

Plan plan() {
  Plan result;
  result.mainFiles = {"/p/src/a.cu"};
  result.files = {"/p/src/a.cu"};
  result.uses = {
      use("cudaMalloc", Outcome::Translated, 0), use("cudaGraphLaunch", Outcome::Translated, 10),
      use("cublasSgemm", Outcome::Translated, 20), use("cudaNobodyKnows", Outcome::Unknown, 30)};
  return result;
}

TEST(Report, NothingUnknownIsSuccess) {
  Report report = Report::from(plan(), table(), target(TargetId::Host), {}, "/p");
  EXPECT_EQ(report.summary.of(Outcome::Translated), 1u);
  EXPECT_EQ(report.summary.of(Outcome::Emulated), 1u);
  EXPECT_EQ(report.summary.of(Outcome::Partial), 1u);
  EXPECT_EQ(report.summary.of(Outcome::Unknown), 1u);
  EXPECT_DOUBLE_EQ(report.summary.coverage(), 0.5);
  EXPECT_EQ(report.libraries.at("unknown").successful(), 0u);
}

TEST(Report, AUseWithoutRuleIsUnknownOnOtherTargets) {
  Plan input = plan();
  input.uses = {use("somethingKept", Outcome::Kept, 0)};
  EXPECT_EQ(Report::from(input, table(), target(TargetId::Host), {}, "/p").summary.successful(),
            1u);
  EXPECT_EQ(
      Report::from(input, table(), target(TargetId::Ascend950), {}, "/p").summary.successful(), 0u);
}

TEST(Report, EachUseThatIsNoSuccessHasAFinding) {
  Report report = Report::from(plan(), table(), target(TargetId::Ascend950), {}, "/p");
  bool unsupported = false, unknown = false;
  for (const Finding &finding : report.findings) {
    unsupported |= finding.id == diag::ApiUnsupported::id && finding.at.begin == 10;
    unknown |= finding.id == diag::ApiUnknown::id && finding.at.begin == 30;
  }
  EXPECT_TRUE(unsupported);
  EXPECT_TRUE(unknown);
}

TEST(Report, PathsAreRelative) {
  Report report = Report::from(plan(), table(), target(TargetId::Host), {}, "/p");
  EXPECT_EQ(report.uses.front().use.at.file, "src/a.cu");
  EXPECT_EQ(report.inputs.front().file, "src/a.cu");
}

TEST(Report, UnreadInputsAreListed) {
  Plan input = plan();
  input.failedFiles = {"/p/src/a.cu"};
  Finding problem = makeFinding(diag::InputUnreadable{.file = "/p/b.cu", .reason = "gone"},
                                Span{"/p/b.cu", 0, 0, 1, 1});
  Report report = Report::from(input, table(), target(TargetId::Host), {problem}, "/p");
  ASSERT_EQ(report.inputs.size(), 2u);
  EXPECT_EQ(report.inputs[0].status, InputStatus::Unreadable);
  EXPECT_EQ(report.inputs[1].status, InputStatus::Unreadable);
}

TEST(Report, KernelsAreComparedWithTheTarget) {
  Plan input = plan();
  KernelInfo kernel;
  kernel.name = "k";
  kernel.at = {"/p/src/a.cu", 40, 41, 2, 1};
  kernel.staticSharedBytes = std::uint64_t(1) << 40;
  input.kernels = {kernel};
  Target small = target(TargetId::Host);
  small.capabilities.maxSharedBytes = 1024;
  Report report = Report::from(input, table(), small, {}, "/p");
  bool found = false;
  for (const Finding &finding : report.findings)
    found |= finding.id == diag::LimitExceeded::id;
  EXPECT_TRUE(found);
}

TEST(ReportJson, IsValidAndEqualEachTime) {
  Report report = Report::from(plan(), table(), target(TargetId::Host), {}, "/p");
  std::string text = renderJson(report);
  EXPECT_EQ(text, renderJson(Report::from(plan(), table(), target(TargetId::Host), {}, "/p")));
  auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["schema"], kReportSchema);
  EXPECT_EQ(json["summary"]["uses"]["total"], 4);
  EXPECT_EQ(json["summary"]["libraries"]["runtime"]["coverage"], 1.0);
  EXPECT_EQ(json["uses"].size(), 4u);
  EXPECT_EQ(json["uses"][0]["at"]["line"], 1);
}

TEST(ReportJson, AnyBytesInASourceGiveValidText) {
  Plan input = plan();
  input.findings = {makeFinding(diag::ParseError{.message = "bad byte \xff"}, input.uses[0].at)};
  Report report = Report::from(input, table(), target(TargetId::Host), {}, "/p");
  EXPECT_TRUE(nlohmann::json::accept(renderJson(report)));
}

TEST(ReportText, NeverRoundsUpToAll) {
  Plan input = plan();
  input.uses.clear();
  for (std::uint32_t i = 0; i < 5000; ++i)
    input.uses.push_back(use("cudaMalloc", Outcome::Translated, i * 10));
  input.uses.push_back(use("cudaNobodyKnows", Outcome::Unknown, 60000));
  Report report = Report::from(input, table(), target(TargetId::Host), {}, "/p");
  std::string text = renderText(report, {false, false, "/p"});
  EXPECT_NE(text.find("coverage 99.9%"), std::string::npos) << text;
}

TEST(FindingPrinter, ShowsTheLineAndAMark) {
  auto directory = TemporaryDirectory::create();
  ASSERT_TRUE(bool(directory));
  std::string file = directory->path() + "/a.cu";
  ASSERT_FALSE(bool(writeFileAtomically(file, "x\n\tcudaFoo(1);\n")));
  Finding finding = makeFinding(diag::ApiUnknown{.api = "cudaFoo"}, Span{file, 3, 10, 2, 2});
  EXPECT_EQ(FindingPrinter(directory->path(), false).print(finding),
            "a.cu:2:2: error: no rule for cudaFoo [SPN3003]\n\tcudaFoo(1);\n\t^~~~~~~\n");
  finding.at.file = directory->path() + "/gone.cu";
  EXPECT_EQ(FindingPrinter(directory->path(), false).print(finding),
            "gone.cu:2:2: error: no rule for cudaFoo [SPN3003]\n");
}

} // namespace
} // namespace sampan
