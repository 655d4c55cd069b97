// SPDX-License-Identifier: Apache-2.0
// Fingerprints, and the file that remembers them.
#include "tool/gate/baseline.h"

#include "rewriters/core/diagnostics.h"
#include "tool/gate/fingerprint.h"
#include "tool/support/files.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan {
namespace {

class Fingerprints : public testing::Test {
protected:
  /// Findings about each use of "bad" in the text, as a report would have them.
  std::vector<ReportFinding> findingsIn(const std::string &text, const std::string &name = "a.cu") {
    std::string file = made->path() + "/" + name;
    llvm::Error error = writeFileAtomically(file, text);
    EXPECT_FALSE(bool(error));
    std::vector<ReportFinding> findings;
    std::uint32_t line = 1, begin = 0;
    for (std::uint32_t i = 0; i < text.size(); ++i) {
      if (text.compare(i, 3, "bad") == 0) {
        std::uint32_t end = i + 3;
        while (end < text.size() && isalnum(text[end]))
          ++end;
        ReportFinding entry;
        static_cast<Finding &>(entry) =
            makeFinding(diag::ApiUnknown{.api = text.substr(i, end - i)},
                        Span{file, i, end, line, i - begin + 1});
        findings.push_back(entry);
      }
      if (text[i] == '\n') {
        ++line;
        begin = i + 1;
      }
    }
    SourceLines sources;
    assignFingerprints(findings, made->path(), sources);
    return findings;
  }
  static std::set<std::string> names(const std::vector<ReportFinding> &findings) {
    std::set<std::string> result;
    for (const ReportFinding &finding : findings)
      result.insert(finding.fingerprint);
    EXPECT_EQ(result.size(), findings.size()) << "two findings share a fingerprint";
    return result;
  }
  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
};

TEST_F(Fingerprints, SurviveMovedAndIndentedLines) {
  auto before = names(findingsIn("int x;\nbad1();\nint y;\n  bad2(1,  2);\n"));
  EXPECT_EQ(before,
            names(findingsIn("// new\n\n\nint renamed;\n\tbad1();\nbad2(1, 2);\nmore();\n")));
}

TEST_F(Fingerprints, ChangeWithTheLineTheFileAndTheName) {
  auto before = names(findingsIn("bad1();\n"));
  EXPECT_NE(before, names(findingsIn("bad1(0);\n")));
  EXPECT_NE(before, names(findingsIn("bad2();\n")));
  EXPECT_NE(before, names(findingsIn("bad1();\n", "b.cu")));
}

TEST_F(Fingerprints, EqualLinesAreNumbered) {
  auto three = names(findingsIn("bad();\nbad();\nbad();\n"));
  EXPECT_EQ(three.size(), 3u);
  auto two = names(findingsIn("bad();\nother();\nbad();\n"));
  EXPECT_TRUE(std::includes(three.begin(), three.end(), two.begin(), two.end()));
  EXPECT_EQ(names(findingsIn("bad(bad());\n")).size(), 2u) << "two on one line";
}

TEST_F(Fingerprints, DoNotDependOnTheLanguage) {
  auto english = names(findingsIn("bad1(bad2());\n"));
  setMessageLanguage(Language::Chinese);
  auto chinese = names(findingsIn("bad1(bad2());\n"));
  setMessageLanguage(Language::English);
  EXPECT_EQ(english, chinese);
}

TEST(MessageArguments, ComeFromAnyFormat) {
  Span at{"/a", 0, 1, 1, 1};
  Finding finding = makeFinding(diag::ApiPartial{.api = "a", .target = "t", .reason = "r: s"}, at);
  EXPECT_EQ(messageArguments(finding), "api=a;reason=r: s;target=t;");
  for (const DiagRow &row : allDiagnostics()) {
    std::vector<DiagArgument> values;
    for (std::size_t i = 0; !detail::nameAt(row.arguments, i).empty(); ++i)
      values.emplace_back(detail::nameAt(row.arguments, i), "value");
    EXPECT_NE(messageArguments(makeFinding(row, values, at)),
              formatDiagnostic(formatOf(row), values))
        << row.name << ": its arguments cannot be told from its text";
  }
}

TEST_F(Fingerprints, BaselineRoundTripIsByteIdentical) {
  std::vector<ReportFinding> findings = findingsIn("bad1(\"\xc3\xa4\\\");\nbad2();\n\tbad2();\n");
  findings[0].suppressed = true;
  SourceLines sources;
  Baseline baseline = Baseline::from(findings, {"host", "ascend950"}, made->path(), sources);
  EXPECT_EQ(baseline.entries.size(), 2u) << "a suppressed finding needs no baseline";
  std::string text = baseline.toJson();
  EXPECT_EQ(text.find(made->path()), std::string::npos);
  llvm::Expected<Baseline> read = Baseline::parse(text, "b");
  ASSERT_TRUE(bool(read)) << llvm::toString(read.takeError());
  EXPECT_EQ(read->entries, baseline.entries);
  EXPECT_EQ(read->targets, baseline.targets);
  EXPECT_EQ(read->toJson(), text);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 8) << "one finding a line:\n" << text;
  EXPECT_EQ(Baseline().toJson(), Baseline::parse(Baseline().toJson(), "b")->toJson());
}

TEST_F(Fingerprints, CompareKnowsNewUnchangedAndGone) {
  std::vector<ReportFinding> before = findingsIn("bad1();\nbad2();\n");
  SourceLines sources;
  Baseline baseline = Baseline::from(before, {"host"}, made->path(), sources);
  baseline.entries["x"] = {"x", "SPN3003", "not-in-this-run.cu", ""};
  baseline.entries["y"] = {"y", "SPN3003", "deleted.cu", ""};
  std::vector<ReportFinding> now = findingsIn("bad3();\nbad1();\n");
  BaselineDiff diff = compare(baseline, now, {"a.cu"},
                              [](const std::string &file) { return file != "deleted.cu"; });
  ASSERT_EQ(diff.added.size(), 1u);
  EXPECT_EQ(diff.added[0]->at.line, 1u);
  EXPECT_EQ(diff.unchanged, 1u);
  ASSERT_EQ(diff.gone.size(), 2u);
  EXPECT_EQ(diff.gone[0].text, "bad2();");
  EXPECT_EQ(diff.gone[1].file, "deleted.cu");
}

} // namespace
} // namespace sampan
