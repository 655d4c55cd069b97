// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/line_diff.h"

#include <gtest/gtest.h>
#include <random>

namespace sampan::html {
namespace {

using Lines = std::vector<std::string_view>;

/// "=1:1 -2 +2 ~3:3": equal, removed, added, replaced lines.
std::string shape(const Lines &before, const Lines &after) {
  std::string text;
  for (const LinePair &row : diffLines(before, after)) {
    text += text.empty() ? "" : " ";
    if (row.before == 0)
      text += "+" + std::to_string(row.after);
    else if (row.after == 0)
      text += "-" + std::to_string(row.before);
    else
      text +=
          (row.isChange ? "~" : "=") + std::to_string(row.before) + ":" + std::to_string(row.after);
  }
  return text;
}

TEST(LineDiff, PairsWhatStayed) {
  EXPECT_EQ(shape({}, {}), "");
  EXPECT_EQ(shape({"a", "b"}, {"a", "b"}), "=1:1 =2:2");
  EXPECT_EQ(shape({"a", "c"}, {"a", "b", "c"}), "=1:1 +2 =2:3");
  EXPECT_EQ(shape({"a", "b", "c"}, {"a", "c"}), "=1:1 -2 =3:2");
  EXPECT_EQ(shape({"a", "b", "c"}, {"a", "x", "c"}), "=1:1 ~2:2 =3:3");
  EXPECT_EQ(shape({"a"}, {}), "-1");
  EXPECT_EQ(shape({}, {"a"}), "+1");
  EXPECT_EQ(shape({"a", "b", "c", "d"}, {"x", "b", "y", "z", "d"}), "~1:1 =2:2 ~3:3 +4 =4:5");
}

/// Each line once, in order, equal lines only where they are equal.
void expectValid(const Lines &before, const Lines &after) {
  std::uint32_t x = 0, y = 0;
  for (const LinePair &row : diffLines(before, after)) {
    if (row.before != 0) {
      EXPECT_EQ(row.before, ++x);
    }
    if (row.after != 0) {
      EXPECT_EQ(row.after, ++y);
    }
    if (!row.isChange) {
      ASSERT_TRUE(row.before != 0 && row.after != 0);
      EXPECT_EQ(before[row.before - 1], after[row.after - 1]);
    }
  }
  EXPECT_EQ(x, before.size());
  EXPECT_EQ(y, after.size());
}

TEST(LineDiff, LosesNoLine) {
  std::mt19937 random(7);
  constexpr std::string_view words[] = {"a", "b", "c", "d"};
  auto lines = [&] {
    Lines result(random() % 30);
    for (std::string_view &line : result)
      line = words[random() % 4];
    return result;
  };
  for (int i = 0; i < 300; ++i)
    expectValid(lines(), lines());
}

TEST(LineDiff, GivesUpOnlyTheExactPairing) {
  std::vector<std::string> texts;
  for (int i = 0; i < 9000; ++i)
    texts.push_back(std::to_string(i));
  Lines before(texts.begin(), texts.begin() + 4500), after(texts.begin() + 4500, texts.end());
  before.insert(before.begin(), "same");
  after.insert(after.begin(), "same");
  expectValid(before, after);
  EXPECT_FALSE(diffLines(before, after).front().isChange);
}

TEST(LineDiff, HunksHaveContextAndCloseSmallGaps) {
  std::vector<LinePair> rows;
  for (std::uint32_t i = 1; i <= 40; ++i)
    rows.push_back({i, i, i == 10 || i == 16});
  std::vector<Hunk> hunks = chooseHunks(rows, {30}, 2);
  ASSERT_EQ(hunks.size(), 2u) << "between 12 and 14 lies one line: no longer than a note";
  EXPECT_EQ(hunks[0].begin, 7u);
  EXPECT_EQ(hunks[0].end, 18u);
  EXPECT_EQ(hunks[1].begin, 27u) << "a marked line without a change";
  EXPECT_EQ(hunks[1].end, 32u);
  EXPECT_TRUE(chooseHunks({}, {}, 2).empty());
}

TEST(LineDiff, MarksWordsAndNotLetters) {
  std::string before = "  check(cudaMalloc(&p, n), cudaSuccess);";
  std::string after = "  check(spnMalloc(&p, n), spnSuccess);";
  LineDifference parts = difference(before, after);
  ASSERT_EQ(parts.before.size(), 2u);
  ASSERT_EQ(parts.after.size(), 2u);
  auto cut = [](const std::string &line, const Part &part) {
    return line.substr(part.begin, part.end - part.begin);
  };
  EXPECT_EQ(cut(before, parts.before[0]), "cudaMalloc");
  EXPECT_EQ(cut(after, parts.after[1]), "spnSuccess");
}

TEST(LineDiff, SplitsLinesAsEditorsDo) {
  EXPECT_EQ(linesOf("a\r\nb\n"), (Lines{"a", "b"}));
  EXPECT_EQ(linesOf("a\n\nb"), (Lines{"a", "", "b"}));
  EXPECT_TRUE(linesOf("").empty());
}

} // namespace
} // namespace sampan::html
