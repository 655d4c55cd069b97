// SPDX-License-Identifier: Apache-2.0
#include "tool/project/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace sampan {
namespace {

using Index = std::ptrdiff_t;

class Differ {
public:
  Differ(const Lines &before, const Lines &after)
      : removed(before.size()), added(after.size()), a(number(before)), b(number(after)) {}

  std::vector<LineChange> run() {
    compare(0, size(a), 0, size(b));
    return changes();
  }

private:
  struct Point {
    Index x, y;
  };
  using Ids = std::vector<std::uint32_t>;

  static Index size(const Ids &ids) { return static_cast<Index>(ids.size()); }

  Ids number(const Lines &lines) {
    Ids ids;
    ids.reserve(lines.size());
    for (std::string_view line : lines)
      ids.push_back(
          known.try_emplace(line, static_cast<std::uint32_t>(known.size())).first->second);
    return ids;
  }

  bool same(Index x, Index y) const {
    return a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)];
  }

  void compare(Index aBegin, Index aEnd, Index bBegin, Index bEnd) {
    while (aBegin < aEnd && bBegin < bEnd && same(aBegin, bBegin))
      ++aBegin, ++bBegin;
    while (aBegin < aEnd && bBegin < bEnd && same(aEnd - 1, bEnd - 1))
      --aEnd, --bEnd;
    if (aBegin == aEnd || bBegin == bEnd) {
      std::fill(removed.begin() + aBegin, removed.begin() + aEnd, true);
      std::fill(added.begin() + bBegin, added.begin() + bEnd, true);
      return;
    }
    std::vector<Point> anchors = uniqueMatches(aBegin, aEnd, bBegin, bEnd);
    if (anchors.empty()) {
      Point middle = split(aBegin, aEnd, bBegin, bEnd);
      compare(aBegin, middle.x, bBegin, middle.y);
      compare(middle.x, aEnd, middle.y, bEnd);
      return;
    }
    for (const Point &anchor : anchors) {
      compare(aBegin, anchor.x, bBegin, anchor.y);
      aBegin = anchor.x + 1;
      bBegin = anchor.y + 1;
    }
    compare(aBegin, aEnd, bBegin, bEnd);
  }

  /// Lines that occur once in each range, as many as keep their order.
  std::vector<Point> uniqueMatches(Index aBegin, Index aEnd, Index bBegin, Index bEnd) const {
    struct Seen {
      unsigned inA = 0, inB = 0;
      Index x = 0, y = 0;
    };
    std::unordered_map<std::uint32_t, Seen> seen;
    for (Index x = aBegin; x < aEnd; ++x) {
      Seen &entry = seen[a[static_cast<std::size_t>(x)]];
      ++entry.inA;
      entry.x = x;
    }
    for (Index y = bBegin; y < bEnd; ++y) {
      Seen &entry = seen[b[static_cast<std::size_t>(y)]];
      ++entry.inB;
      entry.y = y;
    }
    std::vector<Point> points;
    for (Index x = aBegin; x < aEnd; ++x)
      if (const Seen &entry = seen[a[static_cast<std::size_t>(x)]];
          entry.inA == 1 && entry.inB == 1)
        points.push_back({x, entry.y});
    return longestRising(points);
  }

  /// The longest subsequence with rising y; x rises already.
  static std::vector<Point> longestRising(const std::vector<Point> &points) {
    std::vector<std::size_t> tails;
    std::vector<Index> previous(points.size(), -1);
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto at = std::lower_bound(tails.begin(), tails.end(), i, [&](std::size_t l, std::size_t r) {
        return points[l].y < points[r].y;
      });
      if (at != tails.begin())
        previous[i] = static_cast<Index>(*(at - 1));
      if (at == tails.end())
        tails.push_back(i);
      else
        *at = i;
    }
    std::vector<Point> rising;
    for (Index i = tails.empty() ? -1 : static_cast<Index>(tails.back()); i >= 0;
         i = previous[static_cast<std::size_t>(i)])
      rising.push_back(points[static_cast<std::size_t>(i)]);
    std::reverse(rising.begin(), rising.end());
    return rising;
  }

  /// The furthest place on diagonal k after one more edit; -1 where the range ends before it.
  static Index step(const std::vector<Index> &reached, Index k, Index offset, Index n, Index m) {
    Index down = reached[static_cast<std::size_t>(offset + k + 1)];
    Index right = reached[static_cast<std::size_t>(offset + k - 1)];
    Index x = -1;
    if (down >= 0 && down - k <= m)
      x = down;
    if (right >= 0 && right + 1 <= n)
      x = std::max(x, right + 1);
    return x;
  }

  /// A place in the middle of a shortest edit path: paths from both ends meet there. Neither range
  /// is empty, and both their first and their last lines differ, so it is no corner.
  Point split(Index aBegin, Index aEnd, Index bBegin, Index bEnd) const {
    const Index n = aEnd - aBegin, m = bEnd - bBegin, delta = n - m;
    const Index most = (n + m + 1) / 2, offset = most + 1;
    std::vector<Index> forward(static_cast<std::size_t>(2 * offset + 1), -1), backward = forward;
    auto at = [offset](std::vector<Index> &reached, Index k) -> Index & {
      return reached[static_cast<std::size_t>(offset + k)];
    };
    for (Index d = 0; d <= most; ++d) {
      for (Index k = -d; k <= d; k += 2) {
        Index x = d == 0 ? 0 : step(forward, k, offset, n, m);
        while (x >= 0 && x < n && x - k < m && same(aBegin + x, bBegin + x - k))
          ++x;
        at(forward, k) = x;
        Index other = delta - k;
        if (x >= 0 && delta % 2 != 0 && other > -d && other < d && at(backward, other) >= 0 &&
            x + at(backward, other) >= n)
          return {aBegin + x, bBegin + x - k};
      }
      for (Index k = -d; k <= d; k += 2) {
        Index x = d == 0 ? 0 : step(backward, k, offset, n, m);
        while (x >= 0 && x < n && x - k < m && same(aEnd - 1 - x, bEnd - 1 - x + k))
          ++x;
        at(backward, k) = x;
        Index other = delta - k;
        if (x >= 0 && delta % 2 == 0 && other >= -d && other <= d && at(forward, other) >= 0 &&
            x + at(forward, other) >= n)
          return {aEnd - x, bEnd - x + k};
      }
    }
    return {aEnd, bBegin};
  }

  std::vector<LineChange> changes() const {
    std::vector<LineChange> result;
    std::size_t x = 0, y = 0;
    while (x < removed.size() || y < added.size()) {
      LineChange change{x, x, y, y};
      while (x < removed.size() && removed[x])
        ++x;
      while (y < added.size() && added[y])
        ++y;
      change.oldEnd = x;
      change.newEnd = y;
      if (change.oldBegin != x || change.newBegin != y)
        result.push_back(change);
      else
        ++x, ++y;
    }
    return result;
  }

  std::unordered_map<std::string_view, std::uint32_t> known;
  std::vector<bool> removed, added;
  Ids a, b;
};

} // namespace

Lines splitLines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::vector<LineChange> diffLines(const Lines &before, const Lines &after) {
  return Differ(before, after).run();
}

double similarity(std::string_view a, std::string_view b) {
  Lines before = splitLines(a), after = splitLines(b);
  if (before.empty() && after.empty())
    return 1;
  std::size_t removed = 0;
  for (const LineChange &change : diffLines(before, after))
    removed += change.oldEnd - change.oldBegin;
  return 2 * static_cast<double>(before.size() - removed) /
         static_cast<double>(before.size() + after.size());
}

} // namespace sampan
