// SPDX-License-Identifier: Apache-2.0
// That a row's arguments match its texts is checked by the compiler; here: formatting and lookup.
#include "rewriters/core/diagnostics.h"

#include <gtest/gtest.h>

using namespace sampan;

namespace {

TEST(Diagnostics, FillsInArguments) {
  Finding finding = makeFinding(
      diag::ApiPartial{.api = "cudaX", .target = "host", .reason = "no {braces} here"}, Span{});
  EXPECT_EQ(finding.id, diag::ApiPartial::id);
  EXPECT_EQ(finding.severity, Severity::Warning);
  EXPECT_EQ(finding.message, "cudaX is only partly supported on host: no {braces} here");
}

TEST(Diagnostics, KeepsThePlace) {
  Span span{"/a.cu", 3, 7, 1, 4};
  EXPECT_EQ(makeFinding(diag::HeaderMissing{.header = "x.h"}, span).at, span);
}

TEST(Diagnostics, SpeaksChinese) {
  setMessageLanguage(Language::Chinese);
  Finding finding = makeFinding(diag::HeaderMissing{.header = "x.h"}, Span{});
  setMessageLanguage(Language::English);
  EXPECT_EQ(finding.message, "找不到头文件 x.h；其中的声明未知");
}

TEST(Diagnostics, FindsRowsById) {
  for (const DiagRow &row : allDiagnostics())
    EXPECT_EQ(findDiagnostic(row.id), &row);
  EXPECT_EQ(findDiagnostic(0), nullptr);
  EXPECT_EQ(findDiagnostic(8999), nullptr);
}

TEST(Diagnostics, ReadsAndPrintsCodes) {
  EXPECT_EQ(diagCode(3001), "SPN3001");
  EXPECT_EQ(parseDiagCode("SPN3001"), 3001);
  EXPECT_EQ(parseDiagCode("spn3001"), 3001);
  EXPECT_EQ(parseDiagCode("3001"), 3001);
  for (const char *wrong : {"", "SPN", "SPN30", "SPN30011", "SPNabcd", "30 1"})
    EXPECT_EQ(parseDiagCode(wrong), 0) << wrong;
}

TEST(Diagnostics, MessagesFollowTheStyle) {
  for (const DiagRow &row : allDiagnostics()) {
    EXPECT_FALSE(row.format.ends_with('.')) << row.name;
    EXPECT_FALSE(row.format.front() >= 'A' && row.format.front() <= 'Z') << row.name;
    EXPECT_EQ(row.format.find("you "), std::string_view::npos) << row.name;
    EXPECT_TRUE(row.helpChinese.starts_with("原因：")) << row.name;
    EXPECT_NE(row.helpChinese.find("\n处理："), std::string_view::npos) << row.name;
  }
}

TEST(Diagnostics, FormatToleratesTextWithoutArguments) {
  EXPECT_EQ(formatDiagnostic("plain", {}), "plain");
  EXPECT_EQ(formatDiagnostic("{missing} x", {}), " x");
  EXPECT_EQ(formatDiagnostic("open {", {}), "open ");
}

} // namespace
