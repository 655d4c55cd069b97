// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/suppression.h"

#include "rewriters/core/diagnostics.h"
#include "tool/gate/annotate.h"
#include "tool/support/files.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

FileSuppressions read(const std::string &text) { return findSuppressions("/p/a.cu", text); }

/// Lines that are covered, as "2-2".
std::string range(const std::string &text) {
  FileSuppressions found = read(text);
  EXPECT_TRUE(found.invalid.empty()) << found.invalid.front().message;
  std::string result;
  for (const Suppression &each : found.valid)
    result += (result.empty() ? "" : " ") + std::to_string(each.firstLine) + "-" +
              std::to_string(each.lastLine);
  return result;
}

TEST(Suppression, CoversItsOwnOrTheNextLine) {
  EXPECT_EQ(range("a();\nb(); // sampan-ignore SPN3001: known\nc();\n"), "2-2");
  EXPECT_EQ(range("// sampan-ignore SPN3001: known\nb();\n"), "2-2");
  EXPECT_EQ(range("  // sampan-ignore SPN3001: known\n\n // more\n/* and\n more */\nb();\n"),
            "6-6");
  EXPECT_EQ(range("/* sampan-ignore SPN3001: known */ b();\n"), "1-1");
  EXPECT_EQ(range("b(); /* sampan-ignore SPN3001: known */\n"), "1-1");
  EXPECT_EQ(range("/// sampan-ignore SPN3001: known\nb();"), "2-2");
  EXPECT_EQ(range("// sampan-ignore SPN3001: at the end of the file"), "1-1");
}

TEST(Suppression, CoversARegion) {
  EXPECT_EQ(range("// sampan-ignore-begin SPN2xxx, SPN3001: generated\na\nb\n"
                  "// sampan-ignore-end\nc\n"),
            "1-4");
  EXPECT_EQ(range("// sampan-ignore-begin SPN2xxx: outer\n// sampan-ignore-begin SPN3001: inner\n"
                  "// sampan-ignore-end\n// sampan-ignore-end\n"),
            "2-3 1-4");
}

TEST(Suppression, TextInLiteralsIsNoComment) {
  EXPECT_EQ(range("f(\"// sampan-ignore SPN3001: x\");\n"), "");
  EXPECT_EQ(range("f(R\"(// sampan-ignore SPN3001: x\n)\"); // sampan-ignore SPN3001: real\n"),
            "2-2");
  EXPECT_EQ(range("f(u8R\"tag(\" // sampan-ignore SPN3001: x\n)tag\");\n"), "");
  EXPECT_EQ(range("f('\"'); // sampan-ignore SPN3001: a quote before it\n"), "1-1");
  EXPECT_EQ(range("f('\\'', \"\\\"\"); // sampan-ignore SPN3001: escapes\n"), "1-1");
  EXPECT_EQ(range("n = 1'000'000; // sampan-ignore SPN3001: separators\n"), "1-1");
  EXPECT_EQ(range("// it's not // sampan-ignore SPN3001: at the beginning\n"), "");
  EXPECT_EQ(range("#error don't\nf(); // sampan-ignore SPN3001: after a lone quote\n"), "2-2");
}

TEST(Suppression, MistakesAreFindings) {
  const std::pair<const char *, const char *> cases[] = {
      {"// sampan-ignore SPN3001\n", "no reason"},
      {"// sampan-ignore SPN3001:   \n", "no reason"},
      {"// sampan-ignore: because\n", "list of diagnostics"},
      {"// sampan-ignore SPN9999: because\n", "list of diagnostics"},
      {"// sampan-ignore error: because\n", "must name diagnostics"},
      {"// sampan-ignore-next SPN3001: because\n", "no form"},
      {"// sampan-ignored SPN3001: because\n", "no form"},
      {"// sampan-ignore-begin SPN3001: because\n", "no sampan-ignore-end"},
      {"// sampan-ignore-end\n", "without a sampan-ignore-begin"},
  };
  for (const auto &[text, reason] : cases) {
    FileSuppressions found = read(text);
    EXPECT_TRUE(found.valid.empty()) << text;
    ASSERT_EQ(found.invalid.size(), 1u) << text;
    EXPECT_EQ(found.invalid[0].id, diag::SuppressionInvalid::id);
    EXPECT_NE(found.invalid[0].message.find(reason), std::string::npos)
        << text << found.invalid[0].message;
    EXPECT_EQ(found.invalid[0].at.line, 1u);
  }
}

class Annotated : public testing::Test {
protected:
  ReportFinding at(std::uint32_t line, DiagId id) const {
    ReportFinding entry;
    static_cast<Finding &>(entry) =
        Finding{id, Severity::Error, {file, line * 10, line * 10 + 1, line, 1}, "m"};
    entry.targets = {0};
    return entry;
  }
  void write(const std::string &text) {
    llvm::Error error = writeFileAtomically(file, text);
    ASSERT_FALSE(bool(error));
  }
  std::vector<ReportFinding> annotate(std::vector<ReportFinding> findings) {
    SourceLines sources;
    AnnotateOptions options;
    options.root = made->path();
    options.files = {file};
    annotateFindings(findings, options, sources);
    return findings;
  }
  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
  std::string file = made->path() + "/a.cu";
};

TEST_F(Annotated, SuppressesWhatIsNamedAndSaysWhatIsUnused) {
  write("a(); // sampan-ignore SPN3001, SPN3002: old cluster\na();\n");
  std::vector<ReportFinding> findings = annotate({at(1, 3001), at(1, 3003), at(2, 3001)});
  ASSERT_EQ(findings.size(), 4u);
  std::size_t suppressed = 0;
  for (const ReportFinding &finding : findings) {
    if (finding.suppressed) {
      ++suppressed;
      EXPECT_EQ(finding.id, 3001);
      EXPECT_EQ(finding.at.line, 1u);
      EXPECT_EQ(finding.suppressionReason, "old cluster");
    }
    if (finding.id == diag::SuppressionUnused::id) {
      EXPECT_NE(finding.message.find("SPN3002"), std::string::npos);
      EXPECT_EQ(finding.severity, Severity::Note);
    }
  }
  EXPECT_EQ(suppressed, 1u);
  EXPECT_TRUE(std::is_sorted(findings.begin(), findings.end(),
                             [](const auto &a, const auto &b) { return a.at < b.at; }));
}

TEST_F(Annotated, TranslateDropsThem) {
  write("a(); // sampan-ignore SPN3001: known\na(); // sampan-ignore SPN3001\n");
  std::vector<Finding> findings = {at(1, 3001), at(2, 3001)};
  dropSuppressed(findings, {file});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].at.line, 2u);
  EXPECT_EQ(findings[1].id, diag::SuppressionInvalid::id) << "without a reason it has no effect";
}

} // namespace
} // namespace sampan
