// SPDX-License-Identifier: Apache-2.0
// Charts as SVG. A chart says in words what it shows, so that nobody depends on its colours.
#pragma once

#include "tool/report/html/page.h"

#include <string>
#include <string_view>
#include <vector>

namespace sampan::html {

/// `kind` is a class of the style sheet that has the colour: "o-kept".
struct Segment {
  std::string kind;
  std::string label;
  std::size_t value = 0;
};

std::vector<Segment> segmentsOf(const Page &page, const OutcomeCounts &outcomes);
std::vector<Segment> verdictSegments(const Page &page,
                                     const std::array<std::size_t, kVerdictCount> &counts);
std::vector<Segment> workSegments(const Page &page,
                                  const std::array<std::size_t, kWorkClassCount> &counts);

/// A bar whose parts are in proportion, with a name for those who do not see it.
void stackedBar(Page &page, std::string_view title, const std::vector<Segment> &segments);
/// The same, with its numbers below.
void barWithLegend(Page &page, std::string_view title, const std::vector<Segment> &segments);
/// A bar of `value` against `most`, beside a text that says the number.
void lengthBar(Page &page, std::string_view kind, std::size_t value, std::size_t most);

} // namespace sampan::html
