// SPDX-License-Identifier: Apache-2.0
// The merge by examples, and by properties over thousands of random edits.
#include "tool/project/merge.h"

#include "tool/project/line_diff.h"

#include <gtest/gtest.h>
#include <random>

namespace sampan {
namespace {

using Text = std::vector<std::string>;

std::string join(const Text &lines) {
  std::string text;
  for (const std::string &line : lines)
    text += line + "\n";
  return text;
}

/// What diffLines says, applied.
std::string replay(const std::string &before, const std::string &after) {
  Lines a = splitLines(before), b = splitLines(after);
  std::string text;
  std::size_t at = 0;
  for (const LineChange &change : diffLines(a, b)) {
    EXPECT_GE(change.oldBegin, at);
    for (; at < change.oldBegin; ++at)
      text += a[at];
    for (std::size_t i = change.newBegin; i < change.newEnd; ++i)
      text += b[i];
    at = change.oldEnd;
  }
  for (; at < a.size(); ++at)
    text += a[at];
  return text;
}

std::size_t distance(const std::string &before, const std::string &after) {
  std::size_t count = 0;
  for (const LineChange &change : diffLines(splitLines(before), splitLines(after)))
    count += change.oldEnd - change.oldBegin + change.newEnd - change.newBegin;
  return count;
}

/// Removed and added lines of a shortest edit path, by the textbook's table.
std::size_t shortestDistance(const std::string &before, const std::string &after) {
  Lines a = splitLines(before), b = splitLines(after);
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j)
      if (i == 0 || j == 0)
        table[i][j] = i + j;
      else
        table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1]
                                           : 1 + std::min(table[i - 1][j], table[i][j - 1]);
  return table[a.size()][b.size()];
}

class Random {
public:
  explicit Random(unsigned seed) : engine(seed) {}
  std::size_t below(std::size_t limit) { return engine() % limit; }

  /// Few distinct lines, so that many match wrongly.
  std::string text() {
    Text lines(below(14));
    for (std::string &line : lines)
      line = std::string(1, static_cast<char>('a' + below(5)));
    std::string joined = join(lines);
    if (below(4) == 0 && !joined.empty())
      joined.pop_back();
    return joined;
  }

private:
  std::mt19937 engine;
};

TEST(LineDiff, FindsWhatDiffers) {
  auto changes = diffLines(splitLines("a\nb\nc\n"), splitLines("a\nx\ny\nc\n"));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0], (LineChange{1, 2, 1, 3}));
  EXPECT_TRUE(diffLines(splitLines("a\n"), splitLines("a\n")).empty());
  EXPECT_EQ(diffLines({}, splitLines("a\n")).size(), 1u);
  EXPECT_EQ(splitLines("a\nb").size(), 2u);
}

TEST(LineDiff, ReplaysToTheOtherTextAndIsShort) {
  Random random(1);
  for (unsigned i = 0; i < 20000; ++i) {
    std::string a = random.text(), b = random.text();
    ASSERT_EQ(replay(a, b), b) << "from:\n" << a;
    // Lines matched because they are unique may cost a longer path, never one beyond all lines.
    ASSERT_GE(distance(a, b), shortestDistance(a, b));
    ASSERT_LE(distance(a, b), splitLines(a).size() + splitLines(b).size());
  }
}

TEST(LineDiff, IsShortestWhereNoLineIsUnique) {
  EXPECT_EQ(distance("a\na\nb\nb\n", "b\nb\na\na\n"), 4u);
  EXPECT_EQ(distance("a\nb\na\nb\na\nb\n", "b\na\nb\na\nb\na\n"), 2u);
}

TEST(LineDiff, LargeTextsTakeNoTime) {
  std::string a, b;
  for (unsigned i = 0; i < 60000; ++i) {
    a += std::to_string(i % 977) + "\n";
    b += i % 300 == 0 ? "new\n" : std::to_string(i % 977) + "\n";
  }
  EXPECT_EQ(replay(a, b), b);
}

TEST(LineDiff, Similarity) {
  EXPECT_DOUBLE_EQ(similarity("", ""), 1);
  EXPECT_DOUBLE_EQ(similarity("a\n", "b\n"), 0);
  EXPECT_DOUBLE_EQ(similarity("a\nb\nc\nd\n", "a\nb\nx\nd\n"), 0.75);
}

TEST(Merge, TakesBothSides) {
  MergeResult result =
      mergeTexts("1\n2\n3\n4\n5\n", "1\nmine\n3\n4\n5\n", "1\n2\n3\ntheirs\n5\nmore\n");
  EXPECT_TRUE(result.conflictLines.empty());
  EXPECT_EQ(result.text, "1\nmine\n3\ntheirs\n5\nmore\n");
}

TEST(Merge, NeighbouringLinesAreNoConflict) {
  MergeResult result = mergeTexts("1\n2\n3\n4\n", "1\nmine\n3\n4\n", "1\n2\ntheirs\n4\n");
  EXPECT_TRUE(result.conflictLines.empty());
  EXPECT_EQ(result.text, "1\nmine\ntheirs\n4\n");
}

TEST(Merge, EqualChangesAreNoConflict) {
  MergeResult result = mergeTexts("1\n2\n3\n", "1\nsame\n3\n", "1\nsame\n3\n");
  EXPECT_TRUE(result.conflictLines.empty());
  EXPECT_EQ(result.text, "1\nsame\n3\n");
}

TEST(Merge, ConflictHoldsAllThreeTexts) {
  MergeResult result = mergeTexts("1\n2\n3\n", "1\nmine\n3\n", "0\n1\ntheirs\n3\n");
  EXPECT_EQ(result.text, "0\n1\n<<<<<<< edited by hand\nmine\n||||||| translated before\n2\n"
                         "=======\ntheirs\n>>>>>>> translated now\n3\n");
  EXPECT_EQ(result.conflictLines, (std::vector<std::size_t>{3}));
  EXPECT_TRUE(hasConflictMarkers(result.text));
  EXPECT_FALSE(hasConflictMarkers("a <<<<<<< edited by hand\n=======\n"));
}

TEST(Merge, TwoInsertionsAtOnePlaceConflict) {
  EXPECT_EQ(mergeTexts("1\n2\n", "1\na\n2\n", "1\nb\n2\n").conflictLines.size(), 1u);
  EXPECT_EQ(mergeTexts("1\n2\n", "1\na\n2\n", "1\nx\n").conflictLines.size(), 1u)
      << "text inserted next to a line that the other side changed";
  EXPECT_EQ(mergeTexts("", "a\n", "b\n").conflictLines.size(), 1u);
}

TEST(Merge, DeletedAgainstChanged) {
  EXPECT_EQ(mergeTexts("1\n2\n3\n", "1\n3\n", "1\nx\n3\n").conflictLines.size(), 1u);
  EXPECT_EQ(mergeTexts("1\n2\n3\n", "", "1\n2\n3\n").text, "");
}

TEST(Merge, LastLinesWithoutBreakAndCarriageReturns) {
  MergeResult result = mergeTexts("1\n2", "1\nmine", "1\n2\n3\n");
  EXPECT_EQ(result.text, "1\n<<<<<<< edited by hand\nmine\n||||||| translated before\n2\n"
                         "=======\n2\n3\n>>>>>>> translated now\n");
  EXPECT_EQ(mergeTexts("1\r\n2\r\n", "a\r\n2\r\n", "1\r\nb\r\n").text, "a\r\nb\r\n");
  std::string conflict = mergeTexts("1\r\n2\r\n", "a\r\n2\r\n", "b\r\n2\r\n").text;
  EXPECT_NE(conflict.find("<<<<<<< edited by hand\r\na\r\n"), std::string::npos);
  EXPECT_TRUE(hasConflictMarkers(conflict));
}

TEST(Merge, LawsHoldForRandomTexts) {
  Random random(3);
  for (unsigned i = 0; i < 20000; ++i) {
    std::string base = random.text(), a = random.text(), b = random.text();
    ASSERT_EQ(mergeTexts(base, a, base).text, a) << "only one side changed";
    ASSERT_EQ(mergeTexts(base, base, b).text, b);
    ASSERT_EQ(mergeTexts(base, a, a).text, a) << "both changed alike";
    ASSERT_TRUE(mergeTexts(base, a, a).conflictLines.empty());
    MergeResult one = mergeTexts(base, a, b), other = mergeTexts(base, b, a);
    ASSERT_EQ(one.conflictLines.size(), other.conflictLines.size()) << "sides are equal before it";
    if (one.conflictLines.empty()) {
      ASSERT_EQ(one.text, other.text);
    }
    // Each conflict is where it is said to be.
    Lines lines = splitLines(one.text);
    for (std::size_t line : one.conflictLines)
      ASSERT_TRUE(lines.at(line - 1).starts_with("<<<<<<<"));
  }
}

TEST(Merge, NoLineOfEitherSideIsLost) {
  // Unique lines: what a side added must be in the result, in a conflict or not.
  std::mt19937 engine(4);
  for (unsigned round = 0; round < 3000; ++round) {
    Text base;
    for (unsigned i = 0; i < 30; ++i)
      base.push_back("line " + std::to_string(i));
    auto edited = [&](const std::string &who) {
      Text lines = base;
      for (unsigned i = 0; i < 6; ++i) {
        auto at = lines.begin() + static_cast<std::ptrdiff_t>(engine() % lines.size());
        if (engine() % 2 == 0)
          *at = who + std::to_string(i);
        else
          lines.insert(at, who + std::to_string(i));
      }
      return lines;
    };
    Text mine = edited("mine "), theirs = edited("theirs ");
    std::string merged = mergeTexts(join(base), join(mine), join(theirs)).text;
    for (const Text *side : {&mine, &theirs})
      for (const std::string &line : *side)
        if (line.rfind("line ", 0) != 0) {
          ASSERT_NE(merged.find(line + "\n"), std::string::npos) << line;
        }
  }
}

} // namespace
} // namespace sampan
