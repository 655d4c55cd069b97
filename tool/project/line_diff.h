// SPDX-License-Identifier: Apache-2.0
// Which lines differ between two texts. Lines that occur once on both sides are matched first, so
// that a moved brace does not pull unrelated blocks together; what lies between is compared with
// Myers' algorithm in linear space.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sampan {

using Lines = std::vector<std::string_view>;

/// Lines with their line breaks; the last one may have none.
Lines splitLines(std::string_view text);

/// Lines [oldBegin, oldEnd) became [newBegin, newEnd); zero-based.
struct LineChange {
  std::size_t oldBegin = 0, oldEnd = 0, newBegin = 0, newEnd = 0;

  friend bool operator==(const LineChange &, const LineChange &) = default;
};

/// In order; no two touch each other.
std::vector<LineChange> diffLines(const Lines &before, const Lines &after);

/// Share of lines that both texts have in common, 0 to 1.
double similarity(std::string_view a, std::string_view b);

} // namespace sampan
