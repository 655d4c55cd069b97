// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/policy.h"

#include "rewriters/core/diagnostics.h"
#include "tool/gate/gates.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

Finding finding(DiagId id, Severity severity) {
  return {id, severity, {"/p/a.cu", 3, 9, 4, 2}, ""};
}

TEST(FailOn, Lists) {
  llvm::Expected<FailOn> list = FailOn::parse("warning, SPN1006,SPN4xxx");
  ASSERT_TRUE(bool(list));
  EXPECT_TRUE(list->matches(finding(3003, Severity::Error)));
  EXPECT_TRUE(list->matches(finding(2006, Severity::Warning)));
  EXPECT_TRUE(list->matches(finding(1006, Severity::Note)));
  EXPECT_TRUE(list->matches(finding(4017, Severity::Note)));
  EXPECT_FALSE(list->matches(finding(3007, Severity::Note)));
  llvm::Expected<FailOn> never = FailOn::parse("never");
  ASSERT_TRUE(bool(never));
  EXPECT_FALSE(never->matches(finding(3003, Severity::Error)));
  llvm::Expected<FailOn> fresh = FailOn::parse("new");
  ASSERT_TRUE(bool(fresh));
  EXPECT_TRUE(fresh->anyNew);
  EXPECT_TRUE(fresh->matches(finding(2006, Severity::Warning)));
  EXPECT_FALSE(fresh->matches(finding(3007, Severity::Note)));
}

TEST(FailOn, RefusesWhatItDoesNotKnow) {
  for (const char *bad :
       {"", "errors", "SPN9999", "SPN", "SPNaxxx", "error,,warning", "SPN10063"}) {
    llvm::Expected<FailOn> parsed = FailOn::parse(bad);
    ASSERT_FALSE(bool(parsed)) << bad;
    EXPECT_NE(llvm::toString(parsed.takeError()).find("is none of"), std::string::npos);
  }
}

TEST(Policy, Numbers) {
  EXPECT_DOUBLE_EQ(*parsePercent("95"), 95);
  EXPECT_DOUBLE_EQ(*parsePercent("99.5%"), 99.5);
  for (const char *bad : {"", "%", "-1", "101", "1e1", "nan", "inf", "5 5", "0x10", "1.2.3"}) {
    llvm::Expected<double> parsed = parsePercent(bad);
    EXPECT_FALSE(bool(parsed)) << bad;
    llvm::consumeError(parsed.takeError());
  }
  EXPECT_EQ(*parseCount("12"), 12u);
  for (const char *bad : {"", "-1", "1.5", "many", "99999999999999999999999"}) {
    llvm::Expected<std::size_t> parsed = parseCount(bad);
    EXPECT_FALSE(bool(parsed)) << bad;
    llvm::consumeError(parsed.takeError());
  }
}

class Gates : public testing::Test {
protected:
  void SetUp() override {
    TargetReport target;
    target.name = "host";
    for (int i = 0; i < 19; ++i)
      target.summary.add(Outcome::Translated);
    target.summary.add(Outcome::Unknown);
    target.verdicts = {2, 1, 1, 0};
    report.targets.push_back(target);
    report.blind.bytes = 5;
    report.blind.totalBytes = 1000;
    add(3003, Severity::Error);
    add(2006, Severity::Warning);
    add(3007, Severity::Note);
  }
  void add(DiagId id, Severity severity) {
    ReportFinding entry;
    static_cast<Finding &>(entry) = finding(id, severity);
    entry.at.file = "a.cu";
    report.findings.push_back(entry);
  }
  std::vector<std::string> texts(const GatePolicy &policy, const ChangedLines *changed = nullptr) {
    std::vector<std::string> result;
    for (const GateResult &each : evaluateGates(report, policy, changed, "/p")) {
      EXPECT_EQ(each.passed, each.text.ends_with(": pass"));
      result.push_back(each.text);
    }
    return result;
  }
  Report report;
};

using Texts = std::vector<std::string>;

TEST_F(Gates, ErrorsFailWithoutAPolicy) {
  EXPECT_EQ(texts({}), Texts{"gate fail-on error: 1 finding, none allowed: FAIL"});
  report.findings[0].suppressed = true;
  EXPECT_EQ(texts({}), Texts{"gate fail-on error: 0 findings, none allowed: pass"});
}

TEST_F(Gates, OnlyNamedGatesHold) {
  GatePolicy policy;
  policy.maxNew = 2;
  EXPECT_EQ(texts(policy), Texts{"gate max-new: 2 new findings, at most 2: pass"});
  policy.maxNew = 1;
  EXPECT_EQ(texts(policy), Texts{"gate max-new: 2 new findings, at most 1: FAIL"});
  report.findings[1].baseline = BaselineState::Unchanged;
  EXPECT_EQ(texts(policy), Texts{"gate max-new: 1 new finding, at most 1: pass"});
}

TEST_F(Gates, LimitsAreExact) {
  GatePolicy policy;
  policy.minCoverage = 95;
  policy.minKernels = 75;
  policy.maxNotAnalysed = 0.5;
  EXPECT_EQ(texts(policy),
            (Texts{"gate min-coverage (host): 95.00 % of 20 uses, at least 95 %: pass",
                   "gate min-kernels (host): 75.00 % of 4 kernels, at least 75 %: pass",
                   "gate max-not-analysed: 0.50 % of 1000 bytes, at most 0.5 %: pass"}));
  policy.minCoverage = 95.01;
  policy.minKernels = 76;
  policy.maxNotAnalysed = 0.4;
  for (const std::string &text : texts(policy))
    EXPECT_TRUE(text.ends_with(": FAIL")) << text;
}

TEST_F(Gates, OnlyChangedLinesCount) {
  GatePolicy policy;
  policy.maxNew = 0;
  ChangedLines elsewhere = ChangedLines::parse("--- a/a.cu\n+++ b/a.cu\n@@ -5 +5,2 @@\n", "/p");
  EXPECT_TRUE(texts(policy, &elsewhere).front().ends_with(": pass"));
  ChangedLines here = ChangedLines::parse("--- a/a.cu\n+++ b/a.cu\n@@ -4 +4 @@\n", "/p");
  EXPECT_TRUE(texts(policy, &here).front().ends_with(": FAIL"));
}

TEST(ChangedLines, ReadsDiffs) {
  ChangedLines changed = ChangedLines::parse("diff --git a/x.cu b/x.cu\n"
                                             "--- a/x.cu\n+++ b/x.cu\n"
                                             "@@ -1,2 +1,3 @@ int main()\n"
                                             "-old\n-old\n+new\n+++ b/not-a-file.cu\n+new\n"
                                             "@@ -20,2 +30,0 @@\n-gone\n-gone\n"
                                             "--- a/with space.cu\t\n+++ b/with space.cu\t\n"
                                             "@@ -7 +7 @@\n-a\n+b\n"
                                             "--- a/removed.cu\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
                                             "--- \"a/q\\303\\244.cu\"\n+++ \"b/q\\303\\244.cu\"\n"
                                             "@@ -0,0 +1 @@\n+x\n",
                                             "/p");
  auto has = [&](const std::string &file, std::uint32_t line) {
    return changed.contains(Finding{1, Severity::Error, {file, 5, 6, line, 3}, ""});
  };
  EXPECT_TRUE(has("/p/x.cu", 1));
  EXPECT_TRUE(has("/p/x.cu", 3));
  EXPECT_FALSE(has("/p/x.cu", 4));
  EXPECT_FALSE(has("/p/x.cu", 30));
  EXPECT_TRUE(has("/p/with space.cu", 7));
  EXPECT_TRUE(has("/p/q\xc3\xa4.cu", 1));
  EXPECT_FALSE(has("/p/not-a-file.cu", 1));
  EXPECT_FALSE(has("/p/removed.cu", 1));
  // About a file as a whole.
  EXPECT_TRUE(changed.contains(Finding{1, Severity::Error, {"/p/x.cu", 0, 0, 1, 1}, ""}));
}

} // namespace
} // namespace sampan
