// SPDX-License-Identifier: Apache-2.0
#include "tool/project/unified_diff.h"

#include "rewriters/core/edit_apply.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

std::string diff(const std::string &source, const std::vector<Edit> &edits) {
  return unifiedDiff("a/f", "b/f", source, applyEdits(source, edits).text, edits);
}

Edit edit(std::uint32_t begin, std::uint32_t end, std::string text) {
  return {{"f", begin, end, 1, 1}, std::move(text)};
}

TEST(UnifiedDiff, NothingToShow) {
  EXPECT_EQ(diff("one\n", {}), "");
  EXPECT_EQ(diff("one\n", {edit(0, 3, "one")}), "");
}

TEST(UnifiedDiff, OneLine) {
  EXPECT_EQ(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", {edit(8, 9, "five")}),
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, InsertedAndRemovedLines) {
  EXPECT_EQ(diff("1\n2\n3\n", {edit(2, 2, "new\n")}),
            "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n 1\n+new\n 2\n 3\n");
  EXPECT_EQ(diff("1\n2\n3\n", {edit(2, 4, "")}), "--- a/f\n+++ b/f\n@@ -1,3 +1,2 @@\n 1\n-2\n 3\n");
  EXPECT_EQ(diff("", {edit(0, 0, "new\n")}), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+new\n");
}

TEST(UnifiedDiff, SeveralEditsOnOneLineAndOverLines) {
  EXPECT_EQ(diff("a b\nc\nd\n", {edit(0, 1, "A"), edit(2, 5, "B-C"), edit(6, 7, "D")}),
            "--- a/f\n+++ b/f\n@@ -1,3 +1,2 @@\n-a b\n-c\n-d\n+A B-C\n+D\n");
}

TEST(UnifiedDiff, FarChangesGetTheirOwnHunks) {
  std::string source;
  for (int i = 0; i < 30; ++i)
    source += "x\n";
  std::string text = diff(source, {edit(0, 1, "y"), edit(58, 59, "z")});
  EXPECT_NE(text.find("@@ -1,4 +1,4 @@"), std::string::npos);
  EXPECT_NE(text.find("@@ -27,4 +27,4 @@"), std::string::npos);
}

TEST(UnifiedDiff, SaysThatTheLastLineHasNoBreak) {
  EXPECT_EQ(diff("a", {edit(0, 1, "b")}),
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at "
            "end of file\n");
}

} // namespace
} // namespace sampan
