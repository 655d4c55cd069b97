// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/line_diff.h"

#include <algorithm>

namespace sampan::html {
namespace {

using Lines = std::vector<std::string_view>;

/// More differences than these cost more memory than their exact pairing is worth.
constexpr std::int32_t kMostDifferences = 2000;

/// Myers' greedy algorithm on lines [begin, end) of both texts: pairs of equal lines, ascending.
/// False when there are too many differences.
class EqualLines {
public:
  EqualLines(const Lines &beforeLines, const Lines &afterLines, std::size_t prefix,
             std::size_t suffix)
      : before(beforeLines), after(afterLines), offset(prefix),
        width(static_cast<std::int32_t>(before.size() - prefix - suffix)),
        height(static_cast<std::int32_t>(after.size() - prefix - suffix)) {}

  bool find(std::vector<std::pair<std::size_t, std::size_t>> &pairs) {
    std::int32_t most = std::min(width + height, kMostDifferences);
    std::vector<std::int32_t> reach(static_cast<std::size_t>(2 * most + 3), 0);
    for (std::int32_t d = 0; d <= most; ++d) {
      // Only diagonals -d..d matter for the way back.
      trace.emplace_back(reach.begin() + (most + 1 - d), reach.begin() + (most + 2 + d));
      for (std::int32_t k = -d; k <= d; k += 2) {
        auto at = [&](std::int32_t diagonal) -> std::int32_t & {
          return reach[static_cast<std::size_t>(most + 1 + diagonal)];
        };
        bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        std::int32_t x = down ? at(k + 1) : at(k - 1) + 1;
        while (x < width && x - k < height && equal(x, x - k))
          ++x;
        at(k) = x;
        if (x >= width && x - k >= height) {
          walkBack(d, pairs);
          return true;
        }
      }
    }
    return false;
  }

private:
  bool equal(std::int32_t x, std::int32_t y) const {
    return before[offset + static_cast<std::size_t>(x)] ==
           after[offset + static_cast<std::size_t>(y)];
  }

  void walkBack(std::int32_t d, std::vector<std::pair<std::size_t, std::size_t>> &pairs) const {
    std::int32_t x = width, y = height;
    for (; d >= 0; --d) {
      const std::vector<std::int32_t> &reach = trace[static_cast<std::size_t>(d)];
      auto at = [&](std::int32_t diagonal) {
        return reach[static_cast<std::size_t>(d + diagonal)];
      };
      std::int32_t k = x - y;
      // Reach before step d, where diagonals outside of -d+1..d-1 were not there yet.
      bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      std::int32_t startX = d == 0 ? 0 : down ? at(k + 1) : at(k - 1) + 1;
      for (; x > startX; --x, --y)
        pairs.emplace_back(offset + static_cast<std::size_t>(x - 1),
                           offset + static_cast<std::size_t>(y - 1));
      down ? --y : --x;
    }
    std::reverse(pairs.begin(), pairs.end());
  }

  const Lines &before, &after;
  std::size_t offset;
  std::int32_t width, height;
  std::vector<std::vector<std::int32_t>> trace;
};

/// Lines that were replaced stand beside what replaced them.
void addChange(std::vector<LinePair> &rows, std::size_t &x, std::size_t &y, std::size_t endX,
               std::size_t endY) {
  while (x < endX || y < endY) {
    LinePair row{.isChange = true};
    if (x < endX)
      row.before = static_cast<std::uint32_t>(++x);
    if (y < endY)
      row.after = static_cast<std::uint32_t>(++y);
    rows.push_back(row);
  }
}

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Words, runs of blanks, and single signs.
Lines tokensOf(std::string_view line) {
  Lines tokens;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at + 1;
    if (isWordCharacter(line[at]))
      while (end < line.size() && isWordCharacter(line[end]))
        ++end;
    else if (line[at] == ' ' || line[at] == '\t')
      while (end < line.size() && (line[end] == ' ' || line[end] == '\t'))
        ++end;
    tokens.push_back(line.substr(at, end - at));
    at = end;
  }
  return tokens;
}

/// Appends the token's place in its line; neighbours become one part.
void addPart(std::vector<Part> &parts, std::string_view line, std::string_view token) {
  auto begin = static_cast<std::size_t>(token.data() - line.data());
  if (!parts.empty() && parts.back().end == begin)
    parts.back().end += token.size();
  else
    parts.push_back({begin, begin + token.size()});
}

} // namespace

std::vector<std::string_view> linesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r')
      line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<LinePair> diffLines(const Lines &before, const Lines &after) {
  std::size_t shorter = std::min(before.size(), after.size()), prefix = 0, suffix = 0;
  while (prefix < shorter && before[prefix] == after[prefix])
    ++prefix;
  while (suffix < shorter - prefix &&
         before[before.size() - 1 - suffix] == after[after.size() - 1 - suffix])
    ++suffix;
  std::vector<std::pair<std::size_t, std::size_t>> equal;
  for (std::size_t i = 0; i < prefix; ++i)
    equal.emplace_back(i, i);
  std::vector<std::pair<std::size_t, std::size_t>> inside;
  if (EqualLines(before, after, prefix, suffix).find(inside))
    equal.insert(equal.end(), inside.begin(), inside.end());
  for (std::size_t i = suffix; i > 0; --i)
    equal.emplace_back(before.size() - i, after.size() - i);
  std::vector<LinePair> rows;
  std::size_t x = 0, y = 0;
  for (auto [nextX, nextY] : equal) {
    addChange(rows, x, y, nextX, nextY);
    rows.push_back({static_cast<std::uint32_t>(++x), static_cast<std::uint32_t>(++y), false});
  }
  addChange(rows, x, y, before.size(), after.size());
  return rows;
}

std::vector<Hunk> chooseHunks(const std::vector<LinePair> &rows,
                              const std::set<std::uint32_t> &marked, std::size_t context) {
  std::vector<Hunk> hunks;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].isChange && !marked.contains(rows[i].before))
      continue;
    Hunk hunk{i > context ? i - context : 0, std::min(i + context + 1, rows.size())};
    if (hunks.empty() && hunk.begin <= 1)
      hunk.begin = 0;
    if (!hunks.empty() && hunk.begin <= hunks.back().end + 1)
      hunks.back().end = hunk.end;
    else
      hunks.push_back(hunk);
  }
  return hunks;
}

LineDifference difference(std::string_view before, std::string_view after) {
  LineDifference result;
  Lines left = tokensOf(before), right = tokensOf(after);
  for (const LinePair &pair : diffLines(left, right)) {
    if (pair.isChange && pair.before != 0)
      addPart(result.before, before, left[pair.before - 1]);
    if (pair.isChange && pair.after != 0)
      addPart(result.after, after, right[pair.after - 1]);
  }
  return result;
}

} // namespace sampan::html
