// SPDX-License-Identifier: Apache-2.0
// Two texts side by side: which line stands beside which, and which lines are worth showing.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::html {

/// Lines without their line breaks.
std::vector<std::string_view> linesOf(std::string_view text);

/// One-based line numbers; 0 where a side has no line.
struct LinePair {
  std::uint32_t before = 0, after = 0;
  bool isChange = false;
};

/// The shortest way from one text to the other; where it is too long to look for, everything
/// between the first and the last difference counts as replaced.
std::vector<LinePair> diffLines(const std::vector<std::string_view> &before,
                                const std::vector<std::string_view> &after);

/// Rows [begin, end) of a diff.
struct Hunk {
  std::size_t begin = 0, end = 0;
};

/// Changes and the lines in `marked` (of the text before), with `context` rows around each. A gap
/// that is no longer than a note about it is shown too.
std::vector<Hunk> chooseHunks(const std::vector<LinePair> &rows,
                              const std::set<std::uint32_t> &marked, std::size_t context);

/// Bytes [begin, end) of a line.
struct Part {
  std::size_t begin = 0, end = 0;
};

/// The words and signs of two lines that are not in both.
struct LineDifference {
  std::vector<Part> before, after;
};
LineDifference difference(std::string_view before, std::string_view after);

} // namespace sampan::html
